import {
  checkKid,
  EctError,
  encodeBase64url,
  type JsonObject,
  type Profile,
  type Revision,
  signatureBytes,
} from '@wimse-ect/claims'
import { maxTokenBytes } from '@wimse-ect/claims/envelope'
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

/**
 * Makes an ECT: the signed record of a task that was done.
 *
 * `iat`, `exp`, `jti` and `tid` are filled in where they are missing, UUIDs are written in lower case, everything else
 * stays as given. Every rule that a verifier applies with default limits is applied before anything is
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
  const found = checkedSigner(options.key, skipCheck)
  const signer = found instanceof Promise ? await found : found
  checkAsReader(payload, profile, signer)
  checkAsVerifier({ payload, notIntegers: none, profile }, signer.owner, now, { ids, maxParents })
  const signingInput = writeSigningInput(payload, profile, signer)
  checkSize(signingInput, signatureBytes[signer.alg])
  const made = signer.sign(bytesOf(signingInput))
  const signature = made instanceof Promise ? await made : made
  checkSize(signingInput, signature.length)
  return `${signingInput}.${encodeBase64url(signature)}`
}

/** No number of a payload of ours is written in another way than as JSON.stringify does. */
const none: ReadonlySet<string> = new Set()

/** What `decodeEct` would find in the finished token, of what `plainJson` left open. */
function checkAsReader(payload: JsonObject, profile: Profile, signer: CheckedSigner): void {
  if (!profile.recognises(payload, profile.typ.issued)) throw new EctError('ECT_TOKEN_REVISION')
  checkKid(signer.kid)
}

/** Once before anything is signed, and once after it: PS256 signatures differ in length. */
function checkSize(signingInput: string, signatureLength: number): void {
  const length = signingInput.length + 1 + Math.ceil((signatureLength * 4) / 3)
  if (length > maxTokenBytes) throw new EctError('ECT_TOKEN_SIZE')
}

function readOptions<R extends Revision>(options: SignOptions<R>) {
  const { dangerouslySkipSignatureCheck: skipCheck = false } = options
  if (typeof skipCheck !== 'boolean') throw new TypeError('dangerouslySkipSignatureCheck must be a boolean')
  return { ...readIssueOptions(options), skipCheck }
}

function writeSigningInput(payload: JsonObject, profile: Profile, signer: CheckedSigner): string {
  return `${headerSegment(profile.typ.issued, signer)}.${segment(payload)}`
}

/**
 * The header that was written last: whoever signs has one key, mostly. Saves a twentieth of the time. It is
 * compared, replaced and handed out without an await in between, so that nobody gets the header of another.
 */
let last = { typ: '', alg: '', kid: '', written: '' }

function headerSegment(typ: string, { alg, kid }: CheckedSigner): string {
  if (typ !== last.typ || alg !== last.alg || kid !== last.kid) {
    last = { typ, alg, kid, written: segment({ typ, alg, kid }) }
  }
  return last.written
}

function segment(part: JsonObject): string {
  return encodeBase64url(bytesOf(JSON.stringify(part)))
}

const utf8 = new TextEncoder()

/** Where {@link bytesOf} writes: a character takes at most 3 bytes. */
const workspace = new Uint8Array(3 * maxTokenBytes)

/**
 * A text in UTF-8, until the next one is written: whoever is given it uses or copies it before anything is awaited. New
 * arrays would cost a fortieth of signing a token.
 *
 * @throws EctError `ECT_TOKEN_SIZE` for a text that no token has room for
 */
function bytesOf(text: string): Uint8Array {
  if (text.length > maxTokenBytes) throw new EctError('ECT_TOKEN_SIZE')
  return workspace.subarray(0, utf8.encodeInto(text, workspace).written)
}
