// What a package needs that writes or verifies tokens, or brings the claims in another envelope, such as
// @wimse-ect/cose: `@wimse-ect/claims/envelope`.
export {
  action,
  audience,
  type ClaimContext,
  type ClaimKind,
  decision,
  hash,
  identifier,
  integer,
  parents,
  spiffeId,
  text,
} from './claim-kinds.ts'
export { checkRemainingClaims } from './claim-rules.ts'
export { expiryAfterIssue, policyBeforeIssue, subjectIsIssuer } from './cross-claim-rules.ts'
export { maxTokenBytes } from './decode-compact-jws.ts'
export { taskByJti } from './profiles/task-by-jti.ts'
export { forbiddenNames, maxJsonDepth } from './strict-json.ts'
