import { type AdmittedEct, defaultTimes } from '@wimse-ect/claims'

/** A parent as it was resolved when the child was recorded. */
export interface ParentReference {
  readonly taskId: string
  /** The parent's own entry; always smaller than the child's sequence. */
  readonly sequence: number
}

/**
 * One record of a ledger (SPEC 6). The token is the record; every other member is an index of it, made when it was
 * recorded, and loses when the two disagree.
 */
export interface LedgerEntry {
  /** Place in the total order, dense from 0; it is also the Merkle leaf index. */
  readonly sequence: number
  readonly taskId: string
  readonly workflowId: string | undefined
  /** `iss`. */
  readonly agent: string
  /** `exec_act`. */
  readonly action: string
  /** In the order of the token. */
  readonly parents: readonly ParentReference[]
  /** The compact token as it arrived. */
  readonly token: string
  /** Seconds since 1970: the clock reading of the verification. */
  readonly verifiedAt: number
  /** Seconds since 1970: when the ledger took it in. */
  readonly storedAt: number
  /** How many seconds after its time the token came (deferred mode); 0 for one that came in time. */
  readonly latenessSeconds: number
}

/**
 * The entry for an admitted token.
 *
 * @throws TypeError when a parent has no sequence: the admission read another store than the ledger's
 */
export function makeEntry(admitted: AdmittedEct, sequence: number, storedAt: number): LedgerEntry {
  const { compact, task, verifiedAt } = admitted.token
  return {
    sequence,
    taskId: task.taskId,
    workflowId: task.workflowId,
    agent: task.agent,
    action: task.action,
    parents: admitted.parents.map((parent) => {
      if (parent.sequence === undefined) throw new TypeError('a recorded parent has a sequence')
      return { taskId: parent.task.taskId, sequence: parent.sequence }
    }),
    token: compact,
    verifiedAt,
    storedAt,
    latenessSeconds: Math.max(0, verifiedAt - task.expiresAt, verifiedAt - task.issuedAt - defaultTimes.maxAge),
  }
}
