import type { Admission, EctError, EctStore, IdKind, Task, TaskRecord, VerifiedEct } from '@wimse-ect/claims'
import type { Equivocation } from './equivocation.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { TransparencyLog } from './transparency-log.ts'

/** What became of one token of {@link Ledger.appendMany}. */
export type AppendResult =
  | {
      readonly ok: true
      readonly entry: LedgerEntry
      /** True when the ledger already held this signing input; `entry` is then its first entry. */
      readonly duplicate: boolean
    }
  | { readonly ok: false; readonly error: EctError }

/**
 * A ledger: an append-only log of verified tokens.
 *
 * The contract that every implementation keeps, and that the tests of this package check:
 *
 * **Order.** Entries have a total order by `sequence`, dense and increasing from 0 [LEDGER-ORDER]
 * [LEDGER-SEQUENCE-ZERO]. Nothing is ever changed or removed [LEDGER-APPEND-ONLY].
 *
 * **Check and append are one step.** Uniqueness of task and `jti`, parents, time and policy are judged in the same
 * transaction that assigns the sequence, whatever the number of writers [LEDGER-ATOMIC]. The records a judgement needs
 * (same task id, same issuer and `jti`, the parents) are read after the log's lock is held. An admission is a
 * synchronous function of token and store; it rejects one token without failing the others of its batch.
 *
 * **Durability.** Nothing is acknowledged before it is as durable as the implementation promises [LEDGER-DURABLE-ACK].
 * A crash at any instant loses no acknowledged entry and leaves no half entry [LEDGER-CRASH].
 *
 * **Idempotency.** One task in its scope, one record [LEDGER-TASK-SCOPE]: the same signing input again, whatever its
 * signature bytes, gets the first entry [LEDGER-SIGNING-INPUT]. A retry after a lost answer is therefore always safe.
 * Another signing input for the same task by the same issuer and key is equivocation [LEDGER-EQUIVOCATION]: refused,
 * and both tokens kept as evidence outside the log. By another issuer it is refused, without evidence
 * [LEDGER-OTHER-ISSUER].
 *
 * **Concurrency.** Any number of calls may be under way. Two tokens that exclude each other are never both recorded.
 * Reads see every entry that was acknowledged before they began.
 *
 * **Failure.** Refusals and failures are EctErrors. Codes of status 503 (`ECT_LEDGER_UNAVAILABLE`,
 * `ECT_LEDGER_CAPACITY`, `ECT_LEDGER_DISK_FULL`, ...) say nothing against the token; it was not acknowledged, and
 * trying again is safe. Any other exception is a programmer's mistake, in the admission for instance. It ends the call.
 * Of a batch, some tokens may then be recorded and others not; trying again is safe.
 *
 * **Proofs.** Every entry is a leaf of a Merkle tree in the order of the sequence; {@link TransparencyLog} says what
 * that promises.
 *
 * Task, token and workflow ids are compared in canonical form; look-ups take either case of a UUID.
 *
 * **Revisions.** Tokens of every revision are taken, whichever the verifier accepts; in `ect-01` being recorded is what
 * makes level 3 [REVISION-LEDGER].
 */
export interface Ledger extends TransparencyLog {
  /** The kind of identifiers it was created for; tokens verified with the other kind are refused [CLAIM-IDS-LEDGER]. */
  readonly ids: IdKind
  /** How many seconds late a token may be recorded (deferred mode); read by a verifier that records [MODE-LATENESS]. */
  readonly maxLatenessSeconds: number

  /**
   * Judges and records one token [LEDGER-APPEND-RESULT].
   *
   * @returns its entry, which is the first one when the token was recorded before
   * @throws EctError `ECT_LEDGER_EQUIVOCATION`, `ECT_REPLAY_SEEN` (the issuer used the `jti` for another task),
   * `ECT_DAG_*` from the admission, `ECT_LEDGER_IDS`, `ECT_LEDGER_CAPACITY`, `ECT_LEDGER_UNAVAILABLE`
   * @throws TypeError for anything but a verified token
   */
  append(token: VerifiedEct, admission: Admission): Promise<LedgerEntry>

  /**
   * Judges and records tokens in the given order; later ones see the earlier ones that were accepted
   * [LEDGER-APPEND-MANY]. A ledger that cannot write refuses the whole batch.
   *
   * @throws EctError `ECT_LEDGER_UNAVAILABLE`; refusals of single tokens stand in the result
   */
  appendMany(tokens: readonly VerifiedEct[], admission: Admission): Promise<readonly AppendResult[]>

  /** Number of entries; the next sequence. */
  size(): Promise<number>

  /** The entry of a signing input (`header.payload`), for answering retries before a full verification. */
  findEntry(signingInput: string): Promise<LedgerEntry | undefined>

  getBySequence(sequence: number): Promise<LedgerEntry | undefined>

  /**
   * Every entry with this task id [LEDGER-LOOK-UP], in order of sequence; with `workflowId`, only the one of that
   * workflow.
   */
  getByTaskId(taskId: string, workflowId?: string): Promise<readonly LedgerEntry[]>

  /** The entry of a token by its issuer and `jti`. */
  getByTokenId(issuer: string, tokenId: string): Promise<LedgerEntry | undefined>

  /**
   * Entries in order of sequence, from a sequence on; default all. Those appended meanwhile may be included.
   *
   * @throws TypeError, at the first step, when the sequence is not a whole number, 0 or more
   */
  entries(fromSequence?: number): AsyncIterable<LedgerEntry>

  /**
   * The tasks of all entries, each with its sequence; in order, and from a sequence on, as {@link Ledger.entries}. What
   * a graph is built of: each token is read once, and no entry is made of it.
   */
  records(fromSequence?: number): AsyncIterable<TaskRecord>

  /** Entries of a workflow in order of sequence; from a sequence on, as {@link Ledger.entries}. */
  entriesOfWorkflow(workflowId: string, fromSequence?: number): AsyncIterable<LedgerEntry>

  /** Entries of an issuer (SPIFFE ID) in order of sequence; from a sequence on, as {@link Ledger.entries}. */
  entriesOfAgent(agent: string, fromSequence?: number): AsyncIterable<LedgerEntry>

  /**
   * The records that concern a task, as a store for the graph rules: those with its own id and with its parents' ids.
   * For judging a token without recording it; the store need not hold any other task.
   */
  storeFor(task: Task): Promise<EctStore>

  /** Evidence of equivocation, in the order in which it was found. */
  equivocations(): AsyncIterable<Equivocation>
}
