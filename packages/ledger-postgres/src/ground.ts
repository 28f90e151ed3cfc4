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

/** The ground with what was missing in it. */
export function withMissing(ground: Ground, missing: WantedRecords, records: readonly StoredRecord[]): Ground {
  return {
    ...ground,
    wanted: bothWanted(ground.wanted, missing),
    covered: bothWanted(ground.covered, missing),
    records: [...ground.records, ...records],
  }
}
