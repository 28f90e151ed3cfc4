import type { StoredRecord } from '@wimse-ect/ledger/durable'
import { bothWanted, type WantedRecords } from './wanted-records.ts'

/** What was looked up for a batch, to be judged by. */
export interface Ground {
  /** Task ids of parents that this process has recorded, each in the workflow of its child. */
  readonly atHand: ReadonlySet<string>
  readonly wanted: WantedRecords
  /** What of it was not cut off after the first few records. */
  readonly covered: WantedRecords
  /** Number of entries that there were at least. */
  readonly size: number
  /** Those of them that are concerned. */
  readonly records: readonly StoredRecord[]
}

/** The ground with what was missing in it. Of what was found, later records than those of the ground do not count. */
export function withMissing(ground: Ground, missing: WantedRecords, found: readonly StoredRecord[]): Ground {
  // Of several, two are read. Two that do not count hide a third one.
  const late = new Set(found.filter(({ sequence }) => sequence >= ground.size).map(({ task }) => task.taskId))
  const several = (missing.several ?? []).filter(({ taskId }) => !late.has(taskId))
  return {
    ...ground,
    wanted: bothWanted(ground.wanted, missing),
    covered: bothWanted(ground.covered, { ...missing, several }),
    records: [...ground.records, ...before(ground.size, found)],
  }
}

/** Those of the records that were there at a size; later ones are looked for under the lock. */
export function before(size: number, records: readonly StoredRecord[]): readonly StoredRecord[] {
  return records.filter(({ sequence }) => sequence < size)
}
