import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { instance } from '@viz-js/viz'
import { type KeySetMember, type LedgerEntry, type TaskRecord, toDot, toMermaid } from 'wimse-ect'

/** What the demo leaves behind. */
export interface Outcome {
  /** The tasks of the graph. */
  readonly records: readonly TaskRecord[]
  /** The whole ledger, tokens included. */
  readonly entries: readonly LedgerEntry[]
  /** The public keys that verify the tokens. */
  readonly keySet: readonly KeySetMember[]
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
  await mkdir(folder, { recursive: true })
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)))
  return Object.keys(files)
}
