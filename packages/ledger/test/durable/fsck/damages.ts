import { admit } from '@wimse-ect/dag'
import { signer } from '../../../contract/archive-changes.ts'
import { collect } from '../../../contract/collect.ts'
import { storedAt } from '../../../contract/ledger-under-test.ts'
import { token, uuid } from '../../../contract/tokens.ts'
import { signCheckpoint } from '../../../src/checkpoint/checkpoint.ts'
import { checkLedger, type FsckOptions } from '../../../src/durable/fsck/check-ledger.ts'
import type { FoundLedger } from '../../../src/durable/fsck/found-ledger.ts'
import { StoredTree } from '../../../src/durable/stored-tree.ts'
import { FoundTables } from '../in-memory/found-tables.ts'
import { openOnTables } from '../in-memory/open-on-tables.ts'
import { TableStore } from '../in-memory/table-store.ts'
import { type EntryRow, Tables } from '../in-memory/tables.ts'

/** Number of entries, in more than one tile. */
export const entries = 260

const sound = await makeSound()

/**
 * A sound ledger that a test may damage: its entry `n` is the task `uuid(n + 1)` of workflow `uuid(9000)` and the child
 * of the one before, but the first twenty have no parents, and the first ten no workflow. Entry 0 was contradicted.
 */
export function soundTables(): Tables {
  const tables = new Tables(sound.founding)
  tables.entries = sound.entries.map((row) => ({ ...row }))
  for (const [key, hashes] of sound.tiles) tables.tiles.set(key, hashes.slice())
  tables.evidence = [...sound.evidence]
  tables.checkpoint = sound.checkpoint
  return tables
}

async function makeSound(): Promise<Tables> {
  const { ledger, tables } = openOnTables({ signer, clock: () => storedAt })
  const tokens = Array.from({ length: entries }, (_, at) =>
    token({ tid: uuid(at + 1), wid: at < 10 ? undefined : uuid(9000), par: at < 20 ? [] : [uuid(at)] }),
  )
  await ledger.appendMany([...tokens, token({ tid: uuid(1) })], admit)
  await ledger.close()
  return tables
}

/** The row of an entry of the sound ledger. */
export function rowAt({ entries: rows }: Tables, at: number): EntryRow {
  const row = rows[at]
  if (row === undefined) throw new Error('there is no such row')
  return row
}

/** What the check finds, a line each. */
export async function issuesIn(ledger: Tables | FoundLedger, options: FsckOptions = {}): Promise<string[]> {
  const found = ledger instanceof Tables ? new FoundTables(ledger) : ledger
  return (await collect(checkLedger(found, options))).map(({ kind, sequence, path }) =>
    [kind, sequence, path].filter((part) => part !== undefined).join(' '),
  )
}

/** A checkpoint that the log signs for the first entries of a ledger. */
export async function checkpointOf(tables: Tables, size: number): Promise<string> {
  return signCheckpoint(await new StoredTree(new TableStore(tables)).head(size), signer)
}
