export type {
  CaseBase,
  CheckpointCase,
  CheckpointExpect,
  DagCase,
  DagExpect,
  DagOptions,
  DecodeCase,
  DecodeExpect,
  DecodeOptions,
  FieldCase,
  FieldExpect,
  FieldOptions,
  IdKind,
  Jwk,
  JwkSet,
  LedgerCase,
  LedgerOptions,
  LedgerStep,
  LevelCase,
  LevelExpect,
  LevelOptions,
  ProofCase,
  ProofExpect,
  ProofQuestion,
  SeenId,
  StepExpect,
  SuiteCases,
  SuiteName,
  SuiteRevision,
  TreeHead,
  VerifyCase,
  VerifyExpect,
  VerifyOptions,
  WitnessPolicy,
} from './cases.ts'
export { runCommandLine } from './command-line.ts'
export { expandChain } from './expand-chain.ts'
export type {
  Keys,
  Manifest,
  ManifestKeys,
  ManifestSuite,
  RecordChain,
  Requirement,
  SuiteDefaults,
  SuiteFile,
  SuiteFileCases,
} from './formats.ts'
export { type Answer, type Judgement, judgeAnswer } from './judge-answer.ts'
export { conformanceRoot, loadCases, loadCodes, loadKeys, loadManifest, loadRequirements, loadSuite } from './load.ts'
export { ProgramError } from './program-error.ts'
export { questionLine } from './question.ts'
export { type Failure, makeReport, type Report, type ReportOptions, reportText, type SuiteCount } from './report.ts'
export { type RunOptions, runConformance } from './run.ts'
export { type AnyCase, selectCases } from './select-cases.ts'
