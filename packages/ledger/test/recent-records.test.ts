import { expect, it } from 'vitest'
import { token } from '../contract/tokens.ts'
import { restoreRecord, type StoredRecord } from '../src/durable/stored-record.ts'
import { RecentRecords } from '../src/recent-records.ts'

const { compact } = token()
const records = [0, 1, 2, 3, 4, 5].map((sequence) =>
  restoreRecord({ sequence, compact, verifiedAt: 1, storedAt: 1, parents: [] }, 'uuid'),
)

function held(recent: RecentRecords): number[] {
  return records.filter((each) => recent.get(each.sequence) === each).map(({ sequence }) => sequence)
}

function addAll(recent: RecentRecords, added: readonly StoredRecord[], afterEach: () => void): void {
  for (const record of added) {
    recent.add(record)
    afterEach()
  }
}

it('keeps what was added, until it is tidied', () => {
  const recent = new RecentRecords(2)
  addAll(recent, records, () => undefined)
  expect(held(recent)).toEqual([0, 1, 2, 3, 4, 5])
})

it('keeps as many as are enough, and less than twice as many', () => {
  const recent = new RecentRecords(2)
  const seen: number[][] = []
  addAll(recent, records, () => {
    recent.tidy()
    seen.push(held(recent))
  })
  expect(seen).toEqual([[0], [0, 1], [0, 1, 2], [2, 3], [2, 3, 4], [4, 5]])
})

it('forgets nothing for being tidied often', () => {
  const recent = new RecentRecords(2)
  addAll(recent, records.slice(0, 3), () => recent.tidy())
  for (let times = 0; times < 5; times++) recent.tidy()
  expect(held(recent)).toEqual([0, 1, 2])
  expect(recent.get(3)).toBeUndefined()
})
