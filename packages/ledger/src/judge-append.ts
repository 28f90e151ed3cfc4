import {
  type Admission,
  type AdmittedEct,
  EctError,
  type EctStore,
  recordsInScope,
  type Task,
  type TaskRecord,
  type VerifiedEct,
} from '@wimse-ect/claims'

/** A record as a ledger keeps it for judging. */
export interface LedgerRecord extends TaskRecord {
  readonly sequence: number
  readonly signingInput: string
  /** `kid` of the key that signed it. */
  readonly kid: string
}

/** What a ledger has to look up before it can judge a token: its records by task id, and by issuer and `jti`. */
export interface LedgerView<Found extends LedgerRecord = LedgerRecord> extends EctStore<Found> {
  /** The record in which this issuer used this `jti`. */
  recordOfToken(issuer: string, tokenId: string): Found | undefined
  /**
   * The first record of a task's id, whatever its workflow, that the task's issuer has signed with this key. Ids of
   * another kind than the task's do not count.
   */
  recordOfSigner(task: Task, kid: string): Found | undefined
}

/** The judgement on a token that may be recorded, or already is. Every refusal is thrown as an EctError. */
export type Judgement<Found extends LedgerRecord = LedgerRecord> =
  | { readonly verdict: 'new'; readonly admitted: AdmittedEct }
  | { readonly verdict: 'duplicate'; readonly record: Found }
  | { readonly verdict: 'equivocation'; readonly record: Found }

/**
 * Judges a token against what is recorded; every ledger calls this inside its transaction. Equivocation is judged
 * before the `jti`, and the `jti` before the graph [LEDGER-JTI-ORDER].
 *
 * A token is identified by its signing input [LEDGER-SIGNING-INPUT] and never by its signature [ENV-SIG-NOT-IDENTITY]:
 * with ECDSA anybody can turn a signature into another valid one, and that token must not become a second record.
 *
 * @throws EctError `ECT_REPLAY_SEEN`, and what the admission throws
 * @throws TypeError for an admission that answers for another token
 */
export function judgeAppend<Found extends LedgerRecord>(
  token: VerifiedEct,
  view: LedgerView<Found>,
  admission: Admission,
): Judgement<Found> {
  const { task, signingInput } = token
  const sameTask = recordsInScope(task, view)

  // Where several claim the id of a task that belongs to no workflow, it is not among them: it would be the only one.
  const duplicate = sameTask.find((record) => record.signingInput === signingInput)
  if (duplicate !== undefined) return { verdict: 'duplicate', record: duplicate }

  const contradicted = contradictedBy(token, sameTask, view)
  if (contradicted !== undefined) return { verdict: 'equivocation', record: contradicted }

  // An issuer uses a jti once and never again [LEDGER-JTI-UNIQUE].
  if (view.recordOfToken(task.agent, task.tokenId) !== undefined) {
    throw new EctError('ECT_REPLAY_SEEN', { path: 'jti', taskId: task.taskId })
  }
  const admitted = admission(token, view)
  if (admitted?.token !== token) throw new TypeError('an admission must answer for the token it was asked about')
  // One task, one record [LEDGER-TASK-SCOPE]: not even an admission that forgets it makes a second one.
  if (sameTask.length > 0) throw new EctError('ECT_DAG_TASK_EXISTS', { taskId: task.taskId })
  return { verdict: 'new', admitted }
}

/**
 * The first record of the task by the same issuer and key [LEDGER-EQUIVOCATION]. To any other issuer the admission
 * refuses the id [LEDGER-OTHER-ISSUER].
 */
function contradictedBy<Found extends LedgerRecord>(
  { task, header }: VerifiedEct,
  sameTask: readonly Found[],
  view: LedgerView<Found>,
): Found | undefined {
  // Of the whole ledger the view names two of perhaps many: not all that have the id, nor the first.
  if (task.workflowId === undefined && sameTask.length > 1) return view.recordOfSigner(task, header.kid)
  return sameTask.find((record) => record.task.agent === task.agent && record.kid === header.kid)
}
