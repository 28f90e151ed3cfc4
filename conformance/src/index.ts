export type {
  CoseOptions,
  DagOptions,
  DecodeOptions,
  FieldOptions,
  IdKind,
  LedgerOptions,
  LevelOptions,
  VerifyOptions,
} from './case-options.ts'
export type {
  CaseBase,
  CheckpointCase,
  CheckpointExpect,
  CoseCase,
  CoseExpect,
  DagCase,
  DagExpect,
  DecodeCase,
  DecodeExpect,
  FieldCase,
  FieldExpect,
  Jwk,
  JwkSet,
  LedgerCase,
  LedgerStep,
  LevelCase,
  LevelExpect,
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
  WitnessPolicy,
} from './cases.ts'
export { runCommandLine } from './command-line.ts'
export { expandChain } from './expand-chain.ts'
export { type CaseGroup, type ExpectedFailure, type NamedCases, parseExpectedFailures } from './expected-failures.ts'
export { FileError } from './file-error.ts'
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
export { type Expectation, matchExpectedFailures } from './match-expected-failures.ts'
export { ProgramError } from './program-error.ts'
export { proposeExpectedFailures } from './propose-expected-failures.ts'
export { questionLine } from './question.ts'
export {
  type CaseResult,
  type ExcusedFailure,
  type Failure,
  makeReport,
  type Report,
  type ReportContext,
  type ReportOptions,
  type RuleCount,
  type StaleExpectation,
  type SuiteCount,
} from './report.ts'
export {
  parseReportTarget,
  type ReportFormat,
  type ReportTarget,
  renderReport,
} from './report-formats/render-report.ts'
export { reportText } from './report-formats/text.ts'
export { type RunOptions, runConformance } from './run.ts'
export { type AnyCase, type Selection, selectCases } from './select-cases.ts'
