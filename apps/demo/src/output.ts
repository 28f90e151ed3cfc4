import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { instance } from '@viz-js/viz'
import { type KeySetMember, type LedgerEntry, type TaskRecord, toDot, toMermaid } from 'wimse-ect'
import { Surprise } from './surprise.ts'

/** What the demo leaves behind. */
export interface Outcome {
  /** The tasks of the graph. */
  readonly records: readonly TaskRecord[]
  /** The whole ledger, tokens included. */
  readonly entries: readonly LedgerEntry[]
  /** The public keys that verify the tokens. */
  readonly keySet: readonly KeySetMember[]
  /** The receipt of one entry. */
  readonly receipt: string
  /** The public key that checks the receipt. */
  readonly logKey: string
  /** The public key that checks its cosignature. */
  readonly witnessKey: string
}

const folderTimeoutMs = 5_000

/** Makes the folder, first of all: a demo that cannot write its files should not play at all. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    // On some file systems, as /proc, making a folder never ends.
    await Promise.race([mkdir(folder, { recursive: true }), rejectAfter(folderTimeoutMs)])
  } catch (error) {
    throw new Surprise(`cannot make the folder ${folder}: ${error instanceof Error ? error.message : error}`)
  }
}

async function rejectAfter(timeoutMs: number): Promise<never> {
  await delay(timeoutMs, undefined, { ref: false })
  throw new Error(`not done after ${timeoutMs / 1000} s`)
}

/**
 * Writes the graph as Mermaid source and SVG, the ledger as one JSON object a line, a receipt of one of its entries,
 * and the public keys that check them.
 *
 * @returns the names of the files
 */
export async function writeOutput(folder: string, outcome: Outcome): Promise<readonly string[]> {
  const { records, entries, keySet, receipt, logKey, witnessKey } = outcome
  const viz = await instance()
  const files = {
    'graph.mmd': toMermaid(records),
    'graph.svg': viz.renderString(toDot(records), { format: 'svg' }),
    'ledger.jsonl': entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    'jwks.json': `${JSON.stringify({ keys: keySet }, undefined, 2)}\n`,
    'receipt.txt': receipt,
    'log-key.txt': `${logKey}\n`,
    'witness-key.txt': `${witnessKey}\n`,
  }
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)))
  return Object.keys(files)
}
