import {
  type Admission,
  type AdmittedEct,
  EctError,
  type EctStore,
  recordsInScope,
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
}

/** The judgement on a token that may be recorded, or already is. Every refusal is thrown as an EctError. */
export type Judgement<Found extends LedgerRecord = LedgerRecord> =
  | { readonly verdict: 'new'; readonly admitted: AdmittedEct }
  | { readonly verdict: 'duplicate'; readonly record: Found }
  | { readonly verdict: 'equivocation'; readonly record: Found }

/**
 * Judges a token against what is recorded (SPEC 6.1 [R]); every ledger calls this inside its transaction.
 *
 * Identity hangs on the signing input and never on the signature: ECDSA lets anybody turn a signature into another
 * valid one, and the twin of a recorded token must not become a second record.
 *
 * @throws EctError `ECT_REPLAY_SEEN`, and what the admission throws
 */
export function judgeAppend<Found extends LedgerRecord>(
  token: VerifiedEct,
  view: LedgerView<Found>,
  admission: Admission,
): Judgement<Found> {
  const { task, header, signingInput } = token
  const sameTask = recordsInScope(task, view)

  const duplicate = sameTask.find((record) => record.signingInput === signingInput)
  if (duplicate !== undefined) return { verdict: 'duplicate', record: duplicate }

  const contradicted = sameTask.find((record) => record.task.agent === task.agent && record.kid === header.kid)
  if (contradicted !== undefined) return { verdict: 'equivocation', record: contradicted }

  if (view.recordOfToken(task.agent, task.tokenId) !== undefined) {
    throw new EctError('ECT_REPLAY_SEEN', { path: 'jti', taskId: task.taskId })
  }
  return { verdict: 'new', admitted: admission(token, view) }
}
