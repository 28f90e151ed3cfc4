import { type AdmittedEct, defaultTimes, EctError, type Task, type TaskRecord } from '@wimse-ect/claims'

/** A parent as it was resolved when the child was recorded [DAG-PARENT-SEQUENCES]. */
export interface ParentReference {
  readonly taskId: string
  /** The parent's own entry; always smaller than the child's sequence. */
  readonly sequence: number
}

/**
 * One record of a ledger [LEDGER-ENTRY]. The token is the record; every other member is an index of it, made when it
 * was recorded. Where the two disagree the token counts [LEDGER-TOKEN-IS-RECORD].
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
  readonly compact: string
  /** Seconds since 1970: the clock reading of the verification. */
  readonly verifiedAt: number
  /** Seconds since 1970: when the ledger took it in. */
  readonly storedAt: number
  /**
   * How late the token came (deferred mode) [MODE-LATENESS-SHOWN]: the fewest seconds by which the limits of `exp` and
   * of the age of `iat`, as they are by default, had to be widened for it; 0 for one that came in time.
   */
  readonly latenessSeconds: number
}

/**
 * The entry for an admitted token. It is frozen, since a ledger may hand out the very object that it keeps.
 *
 * @throws TypeError when a parent has no earlier sequence, or there is not one for each, with its id: the admission read
 * another store than the ledger's
 */
export function makeEntry(admitted: AdmittedEct, sequence: number, storedAt: number): LedgerEntry {
  const { compact, task, verifiedAt } = admitted.token
  const parents = admitted.parents.map((parent) => sequenceBefore(parent, sequence))
  const isForEach =
    parents.length === task.parents.length &&
    admitted.parents.every((parent, at) => parent.task.taskId === task.parents[at])
  if (!isForEach) throw new TypeError('an admission names one record for each parent')
  return restoreEntry(task, { sequence, compact, verifiedAt, storedAt, parents })
}

/** What a ledger stores of an entry beside its indexes; everything else follows from the token. */
export interface StoredEntry extends Pick<LedgerEntry, 'sequence' | 'compact' | 'verifiedAt' | 'storedAt'> {
  /** Sequences of the parents, in the order of the token. */
  readonly parents: readonly number[]
}

/**
 * The entry as {@link makeEntry} made it, from what a durable ledger stored.
 *
 * @param task the view of its token
 * @throws EctError `ECT_LEDGER_DAMAGED` when the token has another number of parents
 */
export function restoreEntry(task: Task, stored: StoredEntry): LedgerEntry {
  const { sequence, compact, verifiedAt, storedAt, parents } = stored
  if (task.parents.length !== parents.length) throw new EctError('ECT_LEDGER_DAMAGED', { path: 'parents' })
  const references = task.parents.map((taskId, at) => Object.freeze({ taskId, sequence: parents[at] ?? -1 }))
  return Object.freeze({
    sequence,
    taskId: task.taskId,
    workflowId: task.workflowId,
    agent: task.agent,
    action: task.action,
    parents: Object.freeze(references),
    compact,
    verifiedAt,
    storedAt,
    latenessSeconds: lateness(task, verifiedAt),
  })
}

function sequenceBefore({ sequence }: TaskRecord, before: number): number {
  const isEarlier = sequence !== undefined && Number.isSafeInteger(sequence) && sequence >= 0 && sequence < before
  if (!isEarlier) throw new TypeError('a parent must have an earlier sequence')
  return sequence
}

function lateness({ expiresAt, issuedAt }: Task, verifiedAt: number): number {
  // A token has expired in the second of its exp, and is too old in the first second after the greatest age.
  return Math.max(0, verifiedAt - expiresAt + 1, verifiedAt - issuedAt - defaultTimes.maxAge)
}
