export {
  checkAlgorithmList,
  defaultAlgorithms,
  isSignatureAlgorithm,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from './algorithms.ts'
export { encodeBase64url, tryDecodeBase64url } from './base64url.ts'
export {
  type ClaimOptions,
  type ClaimSource,
  checkClaims,
  checkConsistency,
  readClaim,
  taskOf,
} from './claim-rules.ts'
export { contentHash, type HashAlgorithm, isContentHash, matchesContentHash } from './content-hash.ts'
export { type CompactJws, decodeCompactJws } from './decode-compact-jws.ts'
export { type DecodeOptions, decodeEct } from './decode-ect.ts'
export { decodeUnsignedEct, isUnsigned } from './decode-unsigned-ect.ts'
export { EctError, type EctErrorDetails, isEctError } from './ect-error.ts'
export { type ErrorCodeFacts, errorCodes } from './error-code-facts.ts'
export type { EctErrorCode } from './error-codes.ts'
export {
  executionContextField,
  executionContextMediaType,
  type FieldOptions,
  readExecutionContext,
  readExecutionContextBody,
  writeExecutionContext,
  writeExecutionContextBody,
} from './execution-context-field.ts'
export { canonicalIdentifier, type IdKind, isIdentifier, isUuid } from './identifiers.ts'
export { type KeyMembers, unfitKeyMember } from './key-fitness.ts'
export { checkKid } from './kid.ts'
export { type Peer, type ProblemDetails, problemDetails } from './problem-details.ts'
export type { Ect00Claims } from './profiles/ect-00-claims.ts'
export type { Ect01Claims } from './profiles/ect-01-claims.ts'
export type { ExecutionContext00Claims } from './profiles/execution-context-00-claims.ts'
export { type ClaimsByRevision, defaultRevision, profiles, type Revision } from './profiles/index.ts'
export type { ClaimProfile, ClaimRule, ClaimTable, CrossClaimRule, GraphRule, Profile } from './profiles/profile.ts'
export { idNameOf, recordsInScope, withIdsOf } from './records-in-scope.ts'
export { isWellFormedSignature, signatureBytes, signatureDigests } from './signature-format.ts'
export { isSpiffeId, parseSpiffeId, type SpiffeId } from './spiffe-id.ts'
export type {
  Admission,
  AdmittedEct,
  AdmittedTask,
  DecodedEct,
  EctClaims,
  EctHeader,
  EctStore,
  SupportingEct,
  SupportingTask,
  TaskRecord,
  VerifiedEct,
  VerifiedTask,
} from './stages.ts'
export {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseStrictJson,
  type StrictJson,
} from './strict-json.ts'
export type { PolicyDecision, Task } from './task.ts'
export { checkAge, checkNotExpired, checkNotFuture, defaultTimes, type TimeOptions } from './time-rules.ts'
export { isSealed, sealVerified } from './verified-mark.ts'
