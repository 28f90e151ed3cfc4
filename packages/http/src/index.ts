export type { ChildOptions, Execution } from './execution.ts'
export { type ExecutionHandler, executionContext } from './fetch-handler.ts'
export { executionTaskField, workloadIdentityField } from './field-names.ts'
export type {
  ExecutionContextOptions,
  IssuedToken,
  Issuer,
  MessageVerifier,
  RequestFacts,
  WitSource,
} from './options.ts'
export type { OutgoingOptions, ResponseOptions } from './outgoing-options.ts'
export type { RequestClaims, TaskClaims } from './token-claims.ts'
export { verifiedTokensOf } from './verified-response.ts'
export { type ExecutionContextFetch, type SendRequest, withExecutionContext } from './with-execution-context.ts'
export { type IssuedTask, type IssuedTokensOptions, withIssuedTokens } from './with-issued-tokens.ts'
