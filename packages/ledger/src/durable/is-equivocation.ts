import type { ReadToken } from './stored-record.ts'

/** True when both tokens are of one issuer, one key and one task, and say different things [LEDGER-EQUIVOCATION]. */
export function isEquivocation(one: ReadToken, other: ReadToken): boolean {
  return (
    one.task.agent === other.task.agent &&
    one.kid === other.kid &&
    one.task.taskId === other.task.taskId &&
    one.signingInput !== other.signingInput
  )
}
