import { idNameOf } from '@wimse-ect/claims'
import type { ReadToken } from './stored-record.ts'

/**
 * True when both tokens are of one issuer, one key and one task in its scope [LEDGER-TASK-SCOPE], and say different
 * things [LEDGER-EQUIVOCATION]. One task id in two workflows is two tasks, and so are a `tid` and a `jti` of one value
 * [REVISION-MIXED]: who called that evidence would accuse an honest agent.
 */
export function isEquivocation(one: ReadToken, other: ReadToken): boolean {
  return (
    one.task.agent === other.task.agent &&
    one.kid === other.kid &&
    one.task.taskId === other.task.taskId &&
    idNameOf(one.task) === idNameOf(other.task) &&
    isOneScope(one.task.workflowId, other.task.workflowId) &&
    one.signingInput !== other.signingInput
  )
}

/** A task without a workflow claims its id for the whole ledger. */
function isOneScope(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other
}
