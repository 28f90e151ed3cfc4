export type { CborMap, CborValue } from './cbor-value.ts'
export type { CoseEctClaims } from './cose-claims.ts'
export {
  type CoseVerifier,
  type CoseVerifierOptions,
  createCoseVerifier,
  type VerifiedCoseEct,
} from './create-cose-verifier.ts'
export { type CoseDecodeOptions, type DecodedCoseEct, decodeCoseEct } from './decode-cose-ect.ts'
export { type CoseHeader, coseMediaType } from './protected-header.ts'
export { type CoseClaimsToSign, type CoseSignOptions, signCoseEct } from './sign-cose-ect.ts'
