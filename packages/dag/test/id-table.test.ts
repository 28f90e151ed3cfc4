import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IdTable } from '../src/id-table.ts'

/** A table of these ids, each with its place in the list. */
function tableOf(ids: readonly string[]): IdTable {
  const table = new IdTable((place) => ids[place] ?? '')
  for (const id of ids) table.add(id)
  return table
}

const ids = (count: number, from = 0): string[] => Array.from({ length: count }, (_, at) => `task-${from + at}`)

describe('IdTable', () => {
  it('an empty one knows no id, not even the empty one', () => {
    expect(tableOf([]).placeOf('task-1')).toBe(-1)
    expect(tableOf([]).placeOf('')).toBe(-1)
  })

  it.each([1, 3, 4, 5, 8, 9, 1000])('knows the places of %d ids, and no other id', (count) => {
    const table = tableOf(ids(count))
    expect(ids(count).map((id) => table.placeOf(id))).toEqual(ids(count).map((_, at) => at))
    for (const id of ids(1000, count)) expect(table.placeOf(id)).toBe(-1)
  })

  it('knows every id as soon as it is added, and none before', () => {
    const list = ids(100)
    const table = new IdTable((place) => list[place] ?? '')
    for (const [at, id] of list.entries()) {
      expect(table.placeOf(id)).toBe(-1)
      table.add(id)
      expect(table.placeOf(id)).toBe(at)
    }
  })

  it('tells ids apart that have one hash', () => {
    // Of a character beyond ASCII only seven bits are read, and characters 128 places apart may change places.
    const far = 'x'.repeat(127)
    const alike = ['task-a', 'task-\u00e1', 'task-\u0161', `a${far}b`, `b${far}a`, `a${far}\u00e2`]
    expect(alike.map((id) => tableOf(alike).placeOf(id))).toEqual([0, 1, 2, 3, 4, 5])
    for (const [at, id] of alike.entries()) expect(tableOf(alike.toSpliced(at, 1)).placeOf(id)).toBe(-1)
  })

  it('says the same as a Map, whatever the ids', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.array(fc.string()), (known, asked) => {
        const places = new Map(known.map((id, at) => [id, at]))
        const table = tableOf(known)
        for (const id of [...known, ...asked]) expect(table.placeOf(id)).toBe(places.get(id) ?? -1)
      }),
    )
  })
})
