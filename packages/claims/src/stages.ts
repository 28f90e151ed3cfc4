import type { SignatureAlgorithm } from './algorithms.ts'
import type { CompactJws } from './decode-compact-jws.ts'
import type { IdKind } from './identifiers.ts'
import type { ClaimsByRevision, Revision } from './profiles/index.ts'
import type { Profile } from './profiles/profile.ts'
import type { JsonObject, JsonValue } from './strict-json.ts'
import type { Task } from './task.ts'

// The brands exist for the compiler alone. Each stage is made in one file, by the function that does its work, so a
// decoded token does not compile where a verified one is due.
declare const decoded: unique symbol
declare const supporting: unique symbol
declare const verified: unique symbol
declare const admitted: unique symbol

/** The JOSE header of an ECT; members other than the three named are ignored [ENV-HEADER-OTHER]. */
export interface EctHeader {
  readonly typ: string
  readonly alg: SignatureAlgorithm
  readonly kid: string
  readonly [member: string]: JsonValue
}

/** A token whose envelope is sound. Nothing in it is known to be true: no signature has been checked. */
export interface DecodedEct extends CompactJws {
  readonly header: EctHeader
  /** Untyped on purpose: typed claims exist from {@link VerifiedEct} on [ENV-TYPED-AFTER-VERIFY]. */
  readonly payload: JsonObject
  readonly profile: Profile
  readonly [decoded]: true
}

/** The claims of any supported revision, as they stand on the wire. */
export type EctClaims = ClaimsByRevision[Revision]

/** What the graph rules and stores need of a {@link SupportingEct}, in any envelope. */
export interface SupportingTask {
  /** What was signed, as text. Two tokens with one signing input are one token, whatever their signatures. */
  readonly signingInput: string
  readonly task: Task
  /** The kind of identifiers it was read with. */
  readonly ids: IdKind
  /** Seconds since 1970: the clock reading the verification used. */
  readonly verifiedAt: number
  readonly [supporting]: true
}

/** The same of a {@link VerifiedEct}. */
export interface VerifiedTask extends SupportingTask {
  readonly [verified]: true
}

/**
 * A token whose signature, issuer and claims were verified, which may therefore stand as a parent. Audience, expiry,
 * age and replay were not judged, so it cannot be recorded and must not be acted on. Made by `@wimse-ect/verification`
 * only.
 */
export interface SupportingEct<Claims extends EctClaims = EctClaims> extends SupportingTask {
  /** The string as it arrived. */
  readonly compact: string
  readonly header: EctHeader
  readonly claims: Claims
}

/**
 * A token that passed the whole verification: signature, issuer, audience, time, claims and replay. Made by
 * `@wimse-ect/verification` only.
 */
export interface VerifiedEct<Claims extends EctClaims = EctClaims> extends SupportingEct<Claims>, VerifiedTask {}

/** A recorded task as the graph rules see it. */
export interface TaskRecord {
  readonly task: Task
  /** Its place in the ledger, from 0; `undefined` for a parent that came inline. */
  readonly sequence: number | undefined
}

/**
 * What the graph rules read from: a ledger, or the verified parents that came inline. Identifiers are in
 * canonical form, and a record is the same object in every answer.
 *
 * Neither look-up may search through other records: thousands of workflows may have a task of one name, and an issuer
 * must not be able to make everybody's look-ups slow by recording them.
 */
export interface EctStore<Found extends TaskRecord = TaskRecord> {
  /**
   * The records with this task id, whatever their workflow.
   *
   * @param asking the task on whose behalf one asks, where it only matters whether there are none, one or several. The
   * answer may then leave out records whose ids are of another kind than the task's, since for it they do not count
   * (`withIdsOf`); a store that is `parentsFirst` may also leave out all but two of those that count
   */
  recordsOf(taskId: string, asking?: Task): readonly Found[]
  /**
   * The records with this task id in one workflow; `undefined` means those that belong to none.
   *
   * @param asking the task on whose behalf. Records whose ids are of another kind than those in it may be missing from
   * the answer: by `withIdsOf` they do not count for it
   */
  recordsIn(taskId: string, workflowId: string | undefined, asking?: Task): readonly Found[]
  /**
   * True when the store only ever took in tasks whose parents it already held: such a store cannot hold a cycle, and
   * no ancestor has to be walked.
   */
  readonly parentsFirst: boolean
}

/** A verified token of any envelope that fits what came before. Made by `@wimse-ect/dag` only. */
export interface AdmittedTask<Token extends VerifiedTask = VerifiedTask> {
  readonly token: Token
  /** The record each parent id stands for, in the order of the token. */
  readonly parents: readonly TaskRecord[]
  readonly [admitted]: true
}

/** The same of a compact token: the only one that a ledger takes, inside an append. */
export type AdmittedEct = AdmittedTask<VerifiedEct>

/**
 * Decides whether a token fits a store: returns it with its parents or throws an EctError.
 *
 * A ledger runs it inside the transaction that assigns the sequence, so it is synchronous and keeps no state.
 */
export type Admission = (token: VerifiedEct, store: EctStore) => AdmittedEct
