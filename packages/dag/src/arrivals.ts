import type { TaskRecord } from '@wimse-ect/claims'
import { type ParentLink, parentLinks } from './scope.ts'
import type { TaskIndex } from './task-index.ts'

/** A record, and what its parent ids stand for at its place in the order. */
export interface Arrival {
  readonly record: TaskRecord
  readonly links: readonly ParentLink[]
}

/**
 * The records, each once: in the order of their sequences when they come from a ledger, else as given.
 *
 * @throws TypeError when some have a sequence and others none: their order would be unknown
 */
export function inOrder(records: Iterable<TaskRecord>): readonly TaskRecord[] {
  const list = [...new Set(records)]
  const place = ({ sequence }: TaskRecord): number => sequence ?? -1
  if (list.some((record) => isFromLedger(record) !== isFromLedger(list[0]))) {
    throw new TypeError('either all records have a sequence or none has')
  }
  return list.sort((one, other) => place(one) - place(other))
}

/** True for a record of a ledger, whose place among the others is known. */
export function isFromLedger(record: TaskRecord | undefined): boolean {
  return record?.sequence !== undefined
}

/**
 * Looks up the parents of every record, in linear time.
 *
 * In a ledger only earlier records count [DAG-PARENT-SEQUENCES]: a later one with the same id changes nothing. Without
 * sequences all records count for all.
 *
 * @param records as {@link inOrder} gives them
 * @param before an empty index; it is filled on the way and holds, at each record, those that count for it
 */
export function* arrivals(
  records: readonly TaskRecord[],
  before: TaskIndex,
  crossWorkflowParents: boolean,
): Generator<Arrival, void, undefined> {
  const fromLedger = isFromLedger(records[0])
  if (!fromLedger) for (const record of records) before.add(record)
  for (const record of records) {
    yield { record, links: parentLinks(record.task, before, crossWorkflowParents) }
    if (fromLedger) before.add(record)
  }
}
