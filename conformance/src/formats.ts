/** The files of this package as they are written. */
import type {
  CoseOptions,
  DagOptions,
  DecodeOptions,
  FieldOptions,
  LedgerOptions,
  LevelOptions,
  VerifyOptions,
} from './case-options.ts'
import type {
  CaseBase,
  CheckpointCase,
  CoseExpect,
  DagExpect,
  DecodeExpect,
  FieldExpect,
  Jwk,
  JwkSet,
  LedgerStep,
  LevelExpect,
  ProofCase,
  SeenId,
  SuiteName,
  SuiteRevision,
  VerifyExpect,
} from './cases.ts'

/** The keys of this package. All of them are public knowledge: for tests only. */
export interface Keys {
  /** Private JWKs, each with its `kid`. */
  readonly private: readonly Jwk[]
  /**
   * Gives a key set by its name in the manifest.
   *
   * @throws TypeError for a name that is not there
   */
  set(name: string): JwkSet
}

/** A chain of records that is too long to be written out; {@link expandChain} makes the tokens. */
export interface RecordChain {
  /** Number of records; record 1 is a root and record i names record i - 1 as its parent. */
  readonly length: number
  /** `kid` of the private key in keys/private.json that signs them with ES256. */
  readonly kid: string
  /** Record i has this prefix and i in 12 lower-case hexadecimal digits as `tid`. */
  readonly taskIdPrefix: string
  /** The same for `jti`. */
  readonly jtiPrefix: string
  /** All other claims except `par`. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** Defaults of a suite file, by suite. Key sets are named. */
export interface SuiteDefaults {
  readonly decode: { readonly options: DecodeOptions; readonly signedBy: string }
  readonly verify: Shared & { readonly now: number; readonly options: VerifyOptions }
  readonly dag: Shared & { readonly options: DagOptions }
  readonly 'http-field': Shared & { readonly now: number; readonly options: FieldOptions }
  readonly ledger: Shared & { readonly options: LedgerOptions }
  readonly proof: { readonly logKey: string }
  readonly checkpoint: { readonly logKey: string }
  readonly level: Shared & { readonly now: number; readonly options: LevelOptions; readonly logKey: string }
  readonly cose: Shared & { readonly now: number; readonly options: CoseOptions }
}

interface Shared {
  readonly audience: string
  /** Name of a key set of the manifest. */
  readonly keys: string
}

/** The cases of each suite as they stand in the files: what a default gives is left out, key sets are named. */
export interface SuiteFileCases {
  readonly decode: CaseBase & {
    readonly token: string
    readonly options?: Partial<DecodeOptions>
    readonly expect?: DecodeExpect
  }
  readonly verify: Overrides<VerifyOptions> & {
    readonly token: string
    readonly now?: number
    readonly wits?: readonly string[]
    readonly trustDomains?: Readonly<Record<string, string>>
    readonly seen?: readonly SeenId[]
    readonly expect?: VerifyExpect
  }
  readonly dag: Overrides<DagOptions> & {
    readonly store: {
      readonly mode: 'ledger' | 'inline'
      readonly records: readonly string[]
      readonly chain?: RecordChain
    }
    readonly token: string
    readonly expect?: DagExpect
  }
  readonly 'http-field': Overrides<FieldOptions> & {
    readonly lines: readonly string[]
    readonly now?: number
    readonly seen?: readonly SeenId[]
    readonly dag?: true
    readonly expect?: FieldExpect
    readonly status?: number
  }
  readonly ledger: Overrides<LedgerOptions> & { readonly steps: readonly LedgerStep[] }
  readonly proof: WithoutLogKey<ProofCase>
  readonly checkpoint: WithoutLogKey<CheckpointCase>
  readonly level: Overrides<LevelOptions> & {
    readonly token: string
    readonly now?: number
    readonly seen?: readonly SeenId[]
    readonly logKey?: string
    readonly receipt?: string
    readonly laterReceipt?: string
    /** Without it: `now`. */
    readonly levelAt?: readonly number[]
    readonly expect?: LevelExpect
  }
  readonly cose: Overrides<CoseOptions> & {
    readonly message: string
    readonly now?: number
    readonly seen?: readonly SeenId[]
    readonly expect?: CoseExpect
  }
}

/** A case whose log key may come from the defaults. */
type WithoutLogKey<Case> = Case extends { readonly logKey: string }
  ? Omit<Case, 'logKey'> & { readonly logKey?: string }
  : Case

interface Overrides<Options> extends CaseBase {
  readonly audience?: string
  readonly keys?: string
  readonly options?: Partial<Options>
}

/** A suite file. */
export interface SuiteFile<Name extends SuiteName> {
  readonly $schema: string
  readonly suite: Name
  readonly revision: SuiteRevision
  /** What each flag means. */
  readonly notes: Readonly<Record<string, string>>
  readonly defaults: SuiteDefaults[Name]
  readonly cases: readonly SuiteFileCases[Name][]
}

/** One suite file in the manifest. */
export interface ManifestSuite {
  readonly suite: SuiteName
  readonly revision: SuiteRevision
  readonly file: string
  /** Number of cases. */
  readonly cases: number
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  readonly sha256: string
}

/** One key set in the manifest. */
export interface ManifestKeys {
  readonly name: string
  readonly file: string
  readonly sha256: string
}

/** manifest.json: every suite and key set there is. */
export interface Manifest {
  readonly $schema: string
  readonly suites: readonly ManifestSuite[]
  readonly keys: readonly ManifestKeys[]
}

/** One rule of requirements.json. */
export interface Requirement {
  readonly id: string
  /** Section of docs/spec-map.md. */
  readonly section: string
  /** D: read in a public source. R: this project's reading. */
  readonly mark: 'D' | 'R'
  readonly status: 'active' | 'planned'
  /** The rule in one sentence. */
  readonly text: string
  /** The file that fulfils the rule, from the root of the repository, where no comment of a source file names it. */
  readonly where?: string
}
