import { idNameOf, type Task } from '@wimse-ect/claims'
import type { StoredRecord } from './stored-record.ts'

/** Nobody who asks on behalf of a task has to know how many more there are. */
export const several = 2

/**
 * The first records whose ids are of the kind of those in a task, and no more of them than tell that there are several.
 * Whoever records thousands of tasks under one id must not make it slow for others to be told that it is ambiguous.
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
