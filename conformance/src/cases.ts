/** The cases as the loader gives them: each complete in itself. */
import type {
  CoseOptions,
  DagOptions,
  DecodeOptions,
  FieldOptions,
  LedgerOptions,
  LevelOptions,
  VerifyOptions,
} from './case-options.ts'

/** The suites, in the order in which an implementation meets them. */
export type SuiteName =
  | 'decode'
  | 'verify'
  | 'dag'
  | 'http-field'
  | 'ledger'
  | 'proof'
  | 'checkpoint'
  | 'level'
  | 'cose'

/**
 * The revisions that have suites. `proof` and `checkpoint` have none but the first, `level` none but ect-01, and `cose`
 * none but ect-00.
 */
export type SuiteRevision = 'execution-context-00' | 'ect-00' | 'ect-01'

/** A JSON Web Key. Key sets of this package also use `sub` (owner), `nbf`, `exp` (seconds) and `revoked`. */
export interface Jwk {
  readonly kty: string
  readonly kid?: string
  readonly crv?: string
  readonly alg?: string
  readonly sub?: string
  readonly [member: string]: unknown
}

/** A JSON Web Key Set. */
export interface JwkSet {
  readonly keys: readonly Jwk[]
}

/** A `jti` that the replay memory holds before the case begins. */
export interface SeenId {
  readonly issuer: string
  readonly jti: string
}

/** What comes out of a valid `decode` case. */
export interface DecodeExpect {
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
}

/** What comes out of a valid `verify` case: the neutral view of the task. */
export interface VerifyExpect {
  readonly taskId: string
  readonly workflowId?: string
  readonly parents: readonly string[]
  readonly agent: string
  readonly action: string
  /** Absent where the token names no decision, which the later revisions allow. */
  readonly decision?: string
  readonly issuedAt: number
}

/** What comes out of a valid `level` case: the neutral view, and the level at each of the times of `levelAt`. */
export interface LevelExpect extends VerifyExpect {
  readonly levels: readonly (1 | 2 | 3)[]
}

/** What comes out of a valid `dag` case: for each entry of `par` the index of the record that was taken as parent. */
export interface DagExpect {
  readonly parents: readonly number[]
}

/** What comes out of a valid `http-field` case: the task ids, in the order of the field. */
export interface FieldExpect {
  readonly subjects: readonly string[]
  readonly supporting: readonly string[]
}

/** What a `ledger` step must give: an entry (with the sequences of its parents), or a refusal. */
export type StepExpect =
  | { readonly sequence: number; readonly duplicate?: true; readonly parents: readonly number[] }
  | { readonly code: string }

/** One submission to the ledger of a case. */
export interface LedgerStep {
  /** The compact token. */
  readonly submit: string
  /** The time at which it is submitted, in seconds. */
  readonly at: number
  readonly expect: StepExpect
}

/** Which witnesses must have cosigned: `threshold` of `witnesses`. */
export interface WitnessPolicy {
  /** Verifier keys, `name+id+base64`. */
  readonly witnesses: readonly string[]
  readonly threshold: number
}

/** Size and root of a log. */
export interface TreeHead {
  readonly size: number
  /** Base64, 32 bytes. */
  readonly root: string
}

/** What a `proof` case asks. Hashes are base64. */
export type ProofQuestion =
  | {
      readonly ask: 'receipt'
      readonly receipt: string
      /** Verifier key of the log, `name+id+base64`. */
      readonly logKey: string
      /** The token that the receipt has to be of; without it, the one that it carries. */
      readonly token?: string
      readonly witnessPolicy?: WitnessPolicy
    }
  | {
      readonly ask: 'inclusion'
      /** The hash of the leaf. */
      readonly leaf: string
      readonly index: number
      readonly head: TreeHead
      readonly hashes: readonly string[]
    }
  | {
      readonly ask: 'consistency'
      readonly earlier: TreeHead
      readonly later: TreeHead
      readonly hashes: readonly string[]
    }

/** What comes out of a valid `proof` case: for a receipt its place, else the size of the tree; and the root. */
export interface ProofExpect {
  /** Only of a receipt. */
  readonly sequence?: number
  readonly size: number
  readonly root: string
}

/** What comes out of a valid `checkpoint` case. */
export interface CheckpointExpect extends TreeHead {
  readonly origin: string
  /** Names of the witnesses of the policy that have cosigned, in its order, each with its latest time in seconds. */
  readonly witnessings: readonly { readonly name: string; readonly time: number }[]
}

/** What every case has. */
export interface CaseBase {
  /** Unique over all suites, never reused. */
  readonly tcId: number
  readonly comment: string
  /** Ids of requirements.json. */
  readonly rules: readonly string[]
  /** Keys of the file's `notes`. */
  readonly flags: readonly string[]
  readonly result: 'valid' | 'invalid'
  /** The code of the error, when the result is `invalid`. */
  readonly code?: string
  /** `kid` of the key that really signed the token, where the token itself does not say so. */
  readonly signedBy?: string
}

/** A `decode` case, complete. */
export interface DecodeCase extends CaseBase {
  readonly token: string
  readonly options: DecodeOptions
  readonly expect?: DecodeExpect
}

/** A `verify` case, complete. Keys come from `keys`, or, when `wits` is not empty, from Workload Identity Tokens. */
export interface VerifyCase extends CaseBase {
  readonly token: string
  /** The time to judge by, in seconds. */
  readonly now: number
  /** The verifier's own identity. */
  readonly audience: string
  readonly keys: JwkSet
  readonly wits: readonly string[]
  /** The key sets that sign Workload Identity Tokens, by trust domain. */
  readonly trustDomains: Readonly<Record<string, JwkSet>>
  readonly options: VerifyOptions
  readonly seen: readonly SeenId[]
  readonly expect?: VerifyExpect
}

/** A `dag` case, complete. Every token in it passes steps 1 to 13 at a `now` equal to its own `iat`. */
export interface DagCase extends CaseBase {
  readonly store: { readonly mode: 'ledger' | 'inline'; readonly records: readonly string[] }
  readonly token: string
  readonly audience: string
  readonly keys: JwkSet
  readonly options: DagOptions
  readonly expect?: DagExpect
}

/** An `http-field` case, complete. */
export interface FieldCase extends CaseBase {
  /** The values of the field lines. */
  readonly lines: readonly string[]
  readonly now: number
  readonly audience: string
  readonly keys: JwkSet
  readonly options: FieldOptions
  readonly seen: readonly SeenId[]
  /** Whether step 15 is judged for the subjects, against the other tokens of the field. */
  readonly dag: boolean
  readonly expect?: FieldExpect
  /** The HTTP status of a refusal. */
  readonly status?: number
}

/** A `ledger` case, complete: steps against one new ledger. */
export interface LedgerCase extends CaseBase {
  readonly audience: string
  readonly keys: JwkSet
  readonly options: LedgerOptions
  readonly steps: readonly LedgerStep[]
}

/** A `proof` case, complete. */
export type ProofCase = CaseBase & ProofQuestion & { readonly expect?: ProofExpect }

/** A `checkpoint` case, complete. */
export interface CheckpointCase extends CaseBase {
  readonly checkpoint: string
  /** Verifier key of the log. */
  readonly logKey: string
  readonly witnessPolicy?: WitnessPolicy
  readonly expect?: CheckpointExpect
}

/** A `level` case, complete. */
export interface LevelCase extends CaseBase {
  /** A compact token, or the claims of an unsigned one in base64url. */
  readonly token: string
  readonly now: number
  readonly audience: string
  readonly keys: JwkSet
  readonly options: LevelOptions
  readonly seen: readonly SeenId[]
  /** Verifier key of the log whose receipts count. */
  readonly logKey: string
  /** The receipt that came with the token. */
  readonly receipt?: string
  /** A receipt that came later, when the token had been accepted. */
  readonly laterReceipt?: string
  /** The times at which the level is asked, in seconds; after the later receipt, when there is one. */
  readonly levelAt: readonly number[]
  readonly expect?: LevelExpect
}

/** What comes out of a valid `cose` case: the neutral view of the task, with its digests. */
export interface CoseExpect extends VerifyExpect {
  /** `<alg>:<base64url>`. */
  readonly inputHash?: string
  readonly outputHash?: string
}

/** A `cose` case, complete. */
export interface CoseCase extends CaseBase {
  /** The COSE_Sign1 message in base64url. */
  readonly message: string
  /** The time to judge by, in seconds. */
  readonly now: number
  /** The verifier's own identity. */
  readonly audience: string
  readonly keys: JwkSet
  readonly options: CoseOptions
  readonly seen: readonly SeenId[]
  readonly expect?: CoseExpect
}

/** The cases of each suite as the loader gives them. */
export interface SuiteCases {
  readonly decode: DecodeCase
  readonly verify: VerifyCase
  readonly dag: DagCase
  readonly 'http-field': FieldCase
  readonly ledger: LedgerCase
  readonly proof: ProofCase
  readonly checkpoint: CheckpointCase
  readonly level: LevelCase
  readonly cose: CoseCase
}
