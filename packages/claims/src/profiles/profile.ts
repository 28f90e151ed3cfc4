import type { ClaimKind } from '../claim-kinds.ts'
import type { IdKind } from '../identifiers.ts'
import type { EctClaims } from '../stages.ts'
import type { JsonObject } from '../strict-json.ts'
import type { Task } from '../task.ts'
import type { Revision } from './index.ts'

/** One row of a claim table. */
export interface ClaimRule<T, Required extends boolean = boolean> {
  readonly kind: ClaimKind<T>
  readonly required: Required
}

/** The rules of every claim of a revision, in the order in which they are judged; the compiler holds it to the type. */
export type ClaimTable<Claims> = {
  readonly [Name in keyof Claims]-?: ClaimRule<
    Exclude<Claims[Name], undefined>,
    undefined extends Claims[Name] ? false : true
  >
}

/** The rules of the claims that every table has, and of whatever else it has. */
type AnyClaimTable = Readonly<Record<keyof EctClaims, ClaimRule<unknown>>>

/**
 * A rule over several claims: throws an `ECT_CLAIM_*` error when they do not fit together. The type is that of a
 * method, so that a profile of narrower claims is still a profile.
 */
export type CrossClaimRule<Claims> = { rule(claims: Claims): void }['rule']

/** The names of all claims of some revisions. */
type ClaimName<Claims> = Claims extends unknown ? keyof Claims & string : never

/** Graph rules a revision may have or lack. */
export type GraphRule = 'cycle' | 'uniqueness' | 'parents' | 'workflow' | 'time' | 'parentPolicy'

/**
 * What the claims of a token say and which graph rules follow from them, whatever envelope they come in. A
 * {@link Profile} is one with the envelope of a JWS.
 */
export interface ClaimProfile<Claims = EctClaims> {
  readonly revision: Revision
  readonly claims: AnyClaimTable
  /** Rules over several claims that belong to "well-formed", step 12 of the verification. */
  readonly wellFormed: readonly CrossClaimRule<Claims>[]
  /** Rules over several claims that belong to "consistent", step 13. */
  readonly consistent: readonly CrossClaimRule<Claims>[]
  /** Names of the claims that hold identifiers. */
  readonly identifiers: {
    /** The claim with the task's own identifier. */
    readonly taskId: ClaimName<Claims>
    /** The claim that names the parents, an array. */
    readonly parents: ClaimName<Claims>
    /** Claims that get a random UUID when the issuer gives none. */
    readonly generated: readonly ClaimName<Claims>[]
    /** Claims with one identifier. */
    readonly single: readonly ClaimName<Claims>[]
  }
  /** Where each graph rule stands; a rule without a source is not in force. */
  readonly graphRules: Readonly<Partial<Record<GraphRule, string>>>
  /** The neutral view of checked claims. A method, so that a profile of narrower claims is still a profile. */
  view(claims: Claims, ids: IdKind): Task
}

/**
 * One revision of the draft, as data. Everything that differs between revisions stands here and in the claim types
 * beside it, nowhere else.
 */
export interface Profile<Claims = EctClaims> extends ClaimProfile<Claims> {
  readonly claims: AnyClaimTable & ClaimTable<Claims>
  readonly typ: {
    /** What `signEct` writes. */
    readonly issued: string
    /** What a verifier takes, compared byte for byte. */
    readonly accepted: readonly string[]
  }
  /** True when a payload under this accepted `typ` is one of this revision. No two revisions recognise one token. */
  readonly recognises: (payload: JsonObject, typ: string) => boolean
  /** Whether a token may come without a signature (level 1). Default false. */
  readonly unsigned?: boolean | undefined
  /** The HTTP status of every refusal [REVISION-STATUS]. Default: the one of the error's code. */
  readonly refusalStatus?: 403 | undefined
}
