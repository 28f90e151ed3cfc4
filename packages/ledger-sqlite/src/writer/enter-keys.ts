import type { DatabaseSync } from 'node:sqlite'
import type { KeyFilter } from '../key-filter.ts'
import { keysInBlock } from './key-blocks.ts'
import { RefusedFile } from './refused-file.ts'

/** Keys of a piece, which takes about a millisecond. */
const pieceKeys = 4096

/**
 * Enters the keys of a file into the filter, a piece at a time; between two pieces the file may be written to. Rows
 * never leave the tables of the indexes. What comes into a place that was passed already is entered by the `Settler`,
 * as are recent entries that are settled before they are read here.
 */
export function* enterKeys(database: DatabaseSync, filter: KeyFilter): Generator<void> {
  for (const index of ['task', 'token']) {
    // One text for all of them: a row for each would take four times as long.
    const piece = database.prepare(`SELECT json_group_array(key) AS keys
      FROM (SELECT ${index} AS key FROM ${index} WHERE ${index} > ? ORDER BY ${index} LIMIT ${pieceKeys})`)
    for (let last: number | undefined = Number.MIN_SAFE_INTEGER; last !== undefined; ) {
      const found: unknown = JSON.parse(String(piece.get(last)?.keys))
      const keys = Array.isArray(found) ? found.map(Number) : []
      for (const key of keys) filter.add(key)
      last = keys.length < pieceKeys ? undefined : keys.at(-1)
      yield
    }
  }
  const block = database.prepare('SELECT first, keys FROM recent WHERE first > ? ORDER BY first LIMIT 1')
  for (let row = block.get(-1); row !== undefined; row = block.get(row.first ?? null)) {
    const keys = keysInBlock(row.keys)
    if (keys === undefined) throw new RefusedFile('DAMAGED')
    for (const key of keys.task) filter.add(key)
    for (const key of keys.token) filter.add(key)
    yield
  }
  filter.complete()
}
