import { checkClaims, EctError, signatureBytes } from '@wimse-ect/claims'
import type { Signer } from '@wimse-ect/signing'
import { checkAsVerifier, checkedSigner, completeClaims, readIssueOptions } from '@wimse-ect/signing/envelope'
import { isClaimName, writeClaims } from './claim-wire.ts'
import type { CoseEctClaims } from './cose-claims.ts'
import { coseProfile } from './cose-profile.ts'
import { claimSource, decodeCoseEct } from './decode-cose-ect.ts'
import { encodeCbor } from './encode-cbor.ts'
import { writeProtectedHeader } from './protected-header.ts'
import { signedBytes, writeSign1 } from './sign1.ts'

/** Claims that are filled in when they are not given. */
type FilledIn = 'iat' | 'exp' | 'jti'

type OrUndefined<Claims> = { readonly [Name in keyof Claims]: Claims[Name] | undefined }

/** The claims as an issuer gives them: `iat`, `exp` and `jti` may be left out, and `undefined` counts as left out. */
export type CoseClaimsToSign = Omit<CoseEctClaims, FilledIn | OptionalName> &
  OrUndefined<Partial<Pick<CoseEctClaims, FilledIn | OptionalName>>>

type OptionalName = {
  [Name in keyof CoseEctClaims]-?: undefined extends CoseEctClaims[Name] ? Name : never
}[keyof CoseEctClaims]

/** With which key and by which rules a token is made. */
export interface CoseSignOptions {
  /** The key of the workload that `iss` names, as the functions of `@wimse-ect/signing` make one. */
  readonly key: Signer
  /** Seconds from `iat` to `exp`, where the claims have no `exp`. Default 600; 300 to 900 are recommended. */
  readonly lifetime?: number | undefined
  /** Most entries of `par`. Default 100. */
  readonly maxParents?: number | undefined
  /** Seconds since 1970. Default: the clock, read once. */
  readonly now?: number | undefined
}

/**
 * Makes an ECT in CBOR: a COSE_Sign1 message in deterministic encoding.
 *
 * `iat`, `exp` and `jti` are filled in where they are missing. Every rule that a verifier applies with default limits
 * is applied to the finished message before it is signed, so a mistake shows where it was made.
 *
 * @param claims a plain object with the names of the JSON form; others have no key and are refused
 * @returns the message, for a body or file of type {@link coseMediaType}
 * @throws EctError an `ECT_CLAIM_*`, `ECT_TOKEN_*` or `ECT_HEADER_KID` code for what a verifier would refuse for its
 * form, `ECT_TIME_*` for times that do not hold now, `ECT_PARTY_ISSUER` when the key's owner is another,
 * `ECT_DAG_CYCLE` for a task that is its own parent, `ECT_SIGNATURE_SIGNER` and `ECT_SIGNATURE_DER` for a signer that
 * fails
 * @throws TypeError for options of a wrong type and for a key that is no signer
 */
export async function signCoseEct(claims: CoseClaimsToSign, options: CoseSignOptions): Promise<Uint8Array> {
  const { lifetime, maxParents, now } = readIssueOptions({ ...options, ids: 'uuid', revision: 'ect-00' })
  const given = completeClaims(claims, coseProfile, { now, lifetime, ids: 'uuid' })
  if (!Object.keys(given).every(isClaimName)) throw new EctError('ECT_CLAIM_TYPE', { path: 'payload' })
  // Only claims that their rules have passed can be written.
  checkClaims({ payload: given, notIntegers: new Set(), profile: coseProfile }, { maxParents })
  const payload = encodeCbor(writeClaims(given))

  const signer = await checkedSigner(options.key, false)
  const protectedHeader = writeProtectedHeader(signer)
  // With a signature of the right length in its place the reader judges the whole message, size included.
  const unsigned = writeSign1({ protectedHeader, payload, signature: new Uint8Array(signatureBytes[signer.alg]) })
  checkAsVerifier(claimSource(decodeCoseEct(unsigned)), signer.owner, now, { maxParents })
  const signature = await signer.sign(signedBytes({ protectedHeader, payload }))
  const message = writeSign1({ protectedHeader, payload, signature })
  // Only PS256 signatures differ in length.
  if (message.length !== unsigned.length) decodeCoseEct(message)
  return message
}
