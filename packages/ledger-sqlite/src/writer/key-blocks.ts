import type { EntryRow } from './rows.ts'

/** The indexes by key, which are also the names of their tables. */
export const indexNames = ['task', 'workflow', 'token'] as const
export type IndexName = (typeof indexNames)[number]

const keyBytes = 6

/** Bytes of the keys of an entry in a block. */
export const keyBytesOfEntry: number = indexNames.length * keyBytes

/** The keys of entries that follow one another, as they are stored in a row of the table `recent`. */
export function keyBlockOf(rows: readonly EntryRow[]): Uint8Array {
  const block = Buffer.allocUnsafe(rows.length * keyBytesOfEntry)
  for (const [at, row] of rows.entries()) {
    const [, , , , , , , , , taskKey, workflowKey, tokenKey] = row
    block.writeIntLE(taskKey, at * keyBytesOfEntry, keyBytes)
    block.writeIntLE(workflowKey, at * keyBytesOfEntry + keyBytes, keyBytes)
    block.writeIntLE(tokenKey, at * keyBytesOfEntry + 2 * keyBytes, keyBytes)
  }
  return block
}

/** Keys of entries that follow one another, by index. */
export type KeyColumns = Readonly<Record<IndexName, Float64Array>>

/** The bytes of a stored block; `undefined` for what is none. */
export function blockIn(stored: unknown): Buffer | undefined {
  if (!(stored instanceof Uint8Array) || stored.length === 0 || stored.length % keyBytesOfEntry !== 0) return undefined
  return Buffer.from(stored.buffer, stored.byteOffset, stored.length)
}

/** The keys of the n-th entry of a block. */
export function keysAt(block: Buffer, at: number): Record<IndexName, number> {
  const from = at * keyBytesOfEntry
  return {
    task: block.readIntLE(from, keyBytes),
    workflow: block.readIntLE(from + keyBytes, keyBytes),
    token: block.readIntLE(from + 2 * keyBytes, keyBytes),
  }
}

/** The keys in a stored block; `undefined` for what is none. */
export function keysInBlock(stored: unknown): KeyColumns | undefined {
  const block = blockIn(stored)
  if (block === undefined) return undefined
  const entries = block.length / keyBytesOfEntry
  const columns = {
    task: new Float64Array(entries),
    workflow: new Float64Array(entries),
    token: new Float64Array(entries),
  }
  for (let at = 0; at < entries; at++) {
    const keys = keysAt(block, at)
    for (const index of indexNames) columns[index][at] = keys[index]
  }
  return columns
}
