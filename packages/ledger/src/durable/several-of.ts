import { idNameOf, type Task } from '@wimse-ect/claims'
import type { StoredRecord } from './stored-record.ts'

/** So many records of an id are enough to say that it is taken or ambiguous; more change nothing. */
export const several = 2

/**
 * The first {@link several} records, or fewer, whose ids are of the same kind as those in a task. Whoever records
 * thousands of tasks under one id must not make it slow for others to be told that it is ambiguous.
 *
 * @param records read as far as is needed
 */
export function severalOf<Found extends Pick<StoredRecord, 'task'>>(asking: Task, records: Iterable<Found>): Found[] {
  const name = idNameOf(asking)
  const found: Found[] = []
  for (const record of records) {
    if (idNameOf(record.task) === name) found.push(record)
    if (found.length === several) break
  }
  return found
}
