// What a package needs that verifies the claims in another envelope, such as @wimse-ect/cose:
// `@wimse-ect/verification/envelope`. The order of the steps stands in steps.ts.
export { acceptSubjects, checkIssuer, checkSignature, judgeClaims, type SignedParts } from './steps.ts'
export { checkKeyStanding } from './verification-key.ts'
export { checkOptions, checkSeconds } from './verifier-options.ts'
