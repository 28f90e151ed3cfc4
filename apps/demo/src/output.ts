import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
}

/** Makes the folder, first of all: a demo that cannot write its files should not play at all. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw new Surprise(`cannot make the folder ${folder}: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * Writes the graph as Mermaid source and SVG, the ledger as one JSON object a line, and the public keys.
 *
 * @returns the names of the files
 */
export async function writeOutput(folder: string, { records, entries, keySet }: Outcome): Promise<readonly string[]> {
  const viz = await instance()
  const files = {
    'graph.mmd': toMermaid(records),
    'graph.svg': viz.renderString(toDot(records), { format: 'svg' }),
    'ledger.jsonl': entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    'jwks.json': `${JSON.stringify({ keys: keySet }, undefined, 2)}\n`,
  }
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)))
  return Object.keys(files)
}
