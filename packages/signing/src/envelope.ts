// What a package needs that signs the claims in another envelope, such as @wimse-ect/cose:
// `@wimse-ect/signing/envelope`.
export { checkAsVerifier } from './check-as-verifier.ts'
export { type CheckedSigner, checkedSigner } from './checked-signer.ts'
export { completeClaims } from './complete-claims.ts'
export { type IssueOptions, readIssueOptions } from './issue-options.ts'
