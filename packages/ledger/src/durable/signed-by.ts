import { idNameOf, type Task } from '@wimse-ect/claims'
import type { StoredRecord } from './stored-record.ts'

/** The first of some records of one task id that has a task's issuer and key, and ids of the task's kind. */
export function signedBy(task: Task, kid: string, records: Iterable<StoredRecord>): StoredRecord | undefined {
  const name = idNameOf(task)
  for (const record of records) {
    if (record.task.agent === task.agent && record.kid === kid && idNameOf(record.task) === name) return record
  }
  return undefined
}
