import {
  decodeEct,
  encodeBase64url,
  type JsonObject,
  type Profile,
  type Revision,
  signatureBytes,
} from '@wimse-ect/claims'
import { checkAsVerifier } from './check-as-verifier.ts'
import { type CheckedSigner, checkedSigner } from './checked-signer.ts'
import { type ClaimsToSign, completeClaims } from './complete-claims.ts'
import { type IssueOptions, readIssueOptions } from './issue-options.ts'
import type { Signer } from './signer.ts'

/** With which key and by which rules a token is made. */
export interface SignOptions<R extends Revision = 'execution-context-00'> extends IssueOptions<R> {
  /** The key of the workload that `iss` names. */
  readonly key: Signer
  /**
   * Releases what a signer of your own returns without checking it against `publicJwk`. Default false. A wrong key or
   * encoding then shows only at whoever receives the token.
   */
  readonly dangerouslySkipSignatureCheck?: boolean | undefined
}

const utf8 = new TextEncoder()

/**
 * Makes an ECT: the signed record of a task that was done.
 *
 * `iat`, `exp`, `jti` and `tid` are filled in where they are missing, UUIDs are written in lower case, everything else
 * stays as given. Every rule that a verifier applies with default limits is applied to the finished text before it is
 * signed, so a mistake shows where it was made and no signature exists over it. What is left to the verifier is what
 * only it knows: whether the token is for it, whether it saw the `jti` before, and the other tasks.
 *
 * @param claims a plain object; claims that the draft does not know are kept, but the type does not let a misspelt one
 * through: put your own data under `ext`
 * @returns the compact token
 * @throws EctError an `ECT_CLAIM_*`, `ECT_TOKEN_*` or `ECT_HEADER_KID` code for what a verifier would refuse for its
 * form, `ECT_TIME_*` for times that do not hold now, `ECT_PARTY_ISSUER` when the key's owner is another,
 * `ECT_DAG_CYCLE` for a task that is its own parent, `ECT_SIGNATURE_SIGNER` and `ECT_SIGNATURE_DER` for a signer that
 * fails
 * @throws TypeError for options of a wrong type and for a key that is no signer
 */
export async function signEct<R extends Revision = 'execution-context-00'>(
  claims: ClaimsToSign<R>,
  options: SignOptions<R>,
): Promise<string> {
  const { ids, maxParents, lifetime, now, profile, skipCheck } = readOptions(options)
  const payload = completeClaims(claims, profile, { now, lifetime, ids })
  const signer = await checkedSigner(options.key, skipCheck)
  const signingInput = writeSigningInput(payload, profile, signer)
  // With a signature of the right length in its place the reader judges the whole token, size included.
  const unsigned = joinToken(signingInput, new Uint8Array(signatureBytes[signer.alg]))
  const decoded = decodeEct(unsigned, { revisions: [profile.revision] })
  checkAsVerifier(decoded, signer.owner, now, { ids, maxParents })
  const compact = joinToken(signingInput, await signer.sign(utf8.encode(signingInput)))
  // Only PS256 signatures differ in length.
  if (compact.length !== unsigned.length) decodeEct(compact, { revisions: [profile.revision] })
  return compact
}

function readOptions<R extends Revision>(options: SignOptions<R>) {
  const { dangerouslySkipSignatureCheck: skipCheck = false } = options
  if (typeof skipCheck !== 'boolean') throw new TypeError('dangerouslySkipSignatureCheck must be a boolean')
  return { ...readIssueOptions(options), skipCheck }
}

function writeSigningInput(payload: JsonObject, profile: Profile, { alg, kid }: CheckedSigner): string {
  const header = { typ: profile.typ.issued, alg, kid }
  return [header, payload].map((part) => encodeBase64url(utf8.encode(JSON.stringify(part)))).join('.')
}

function joinToken(signingInput: string, signature: Uint8Array): string {
  return `${signingInput}.${encodeBase64url(signature)}`
}
