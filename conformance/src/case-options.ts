/** The options of the cases, by suite: complete, as the loader gives them. */

/** Kind of identifiers: UUIDs, or the opaque ones of the reference implementation. */
export type IdKind = 'uuid' | 'opaque'

/** Options of a `decode` case. */
export interface DecodeOptions {
  /** Revisions the reader accepts. */
  readonly revisions: readonly string[]
  /** Algorithms the reader accepts. */
  readonly algorithms: readonly string[]
}

/** Options of a `verify` case. Durations in seconds. */
export interface VerifyOptions extends DecodeOptions {
  readonly ids: IdKind
  /** Seconds added to `exp`. */
  readonly expiryLeeway: number
  /** Seconds that `iat` may lie in the past. */
  readonly maxAge: number
  /** Seconds that `iat` and `nbf` may lie in the future. */
  readonly clockSkew: number
  /** Most entries of `par`. */
  readonly maxParents: number
}

/** Options of a `dag` case. */
export interface DagOptions {
  /** Revisions that the token and the records may be of. */
  readonly revisions: readonly string[]
  readonly ids: IdKind
  readonly maxParents: number
  readonly crossWorkflowParents: boolean
  /** Whether a parent may be of another revision. */
  readonly mixedRevisions: boolean
  /** Most ancestors a walk may visit. */
  readonly maxAncestors: number
}

/** Options of an `http-field` case. */
export interface FieldOptions extends VerifyOptions {
  /** Most tokens in the field. */
  readonly maxTokens: number
  /** Whether a parent may be of another revision. */
  readonly mixedRevisions: boolean
}

/** Options of a `ledger` case. */
export interface LedgerOptions extends VerifyOptions {
  readonly crossWorkflowParents: boolean
  /** Whether a parent may be of another revision. */
  readonly mixedRevisions: boolean
  /** Seconds by which the limits of `exp` and of the age of `iat` are widened. */
  readonly maxLatenessSeconds: number
}

/** Options of a `level` case. */
export interface LevelOptions extends VerifyOptions {
  /** The least level that is accepted. */
  readonly minimumLevel: 1 | 2 | 3
  /** Whether tokens without a signature (level 1) are accepted. */
  readonly acceptUnsigned: boolean
  /** Seconds for which a signed token counts as level 3 although its receipt is still to come. */
  readonly receiptDeadline: number
}

/** Options of a `cose` case. Durations in seconds. */
export type CoseOptions = Omit<VerifyOptions, 'revisions' | 'ids'>
