import { expect, it } from 'vitest'
import { RecentKeys } from '../../src/fsck/recent-keys.ts'
import { keyBlockOf } from '../../src/writer/key-blocks.ts'
import { rowsOf } from '../rows-of.ts'

const rows = rowsOf(0, 100)
const blockAt = (first: number, to: number) => ({ first, keys: keyBlockOf(rows.slice(first, to)) })

it('gives the keys of each entry of the blocks, and of no other', () => {
  const recent = new RecentKeys(() => [blockAt(10, 11), blockAt(11, 50), blockAt(50, 90)])
  expect([recent.isSound, recent.first, recent.end]).toEqual([true, 10, 90])
  for (const [sequence, row] of rows.entries()) {
    const [, , , , , , , , , task, workflow, token] = row
    const isThere = sequence >= 10 && sequence < 90
    expect(recent.keysOf(sequence)).toEqual(isThere ? { task, workflow, token } : undefined)
  }
})

it('[LEDGER-TAMPER] blocks that do not follow one another are not sound, nor are those before what is none', () => {
  expect(new RecentKeys(() => [blockAt(0, 10), blockAt(11, 20)]).isSound).toBe(false)
  expect(new RecentKeys(() => [blockAt(0, 10), blockAt(9, 20)]).isSound).toBe(false)
  const broken = new RecentKeys(() => [blockAt(0, 10), { first: 10, keys: new Uint8Array(19) }, blockAt(10, 20)])
  expect([broken.isSound, broken.end, broken.rows.length]).toEqual([false, 10, 1])
  const unreadable = new RecentKeys(() => {
    throw new TypeError('no such table')
  })
  expect([unreadable.isSound, unreadable.first, unreadable.end]).toEqual([false, undefined, 0])
})
