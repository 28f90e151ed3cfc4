import {
  type ClaimOptions,
  checkAge,
  checkClaims,
  checkConsistency,
  checkNotExpired,
  checkNotFuture,
  type DecodedEct,
  decodeEct,
  defaultRevision,
  EctError,
  encodeBase64url,
  type JsonObject,
  type Profile,
  profiles,
  type Revision,
  signatureBytes,
  taskOf,
} from '@wimse-ect/claims'
import { type CheckedSigner, checkedSigner } from './checked-signer.ts'
import { type ClaimsToSign, completeClaims } from './complete-claims.ts'
import type { Signer } from './signer.ts'

/** With which key and by which rules a token is made. `ids` and `maxParents` are those of its verifiers. */
export interface SignOptions<R extends Revision = 'execution-context-00'> extends ClaimOptions {
  /** The key of the workload that `iss` names. */
  readonly key: Signer
  /** Revision of the draft. Default `'execution-context-00'`. */
  readonly revision?: R | undefined
  /**
   * Seconds from `iat` to `exp`, where the claims have no `exp`. Default 600; 300 to 900 are recommended
   * [CLAIM-EXP-ISSUING].
   */
  readonly lifetime?: number | undefined
  /** Seconds since 1970. Default: the clock, read once. */
  readonly now?: number | undefined
  /**
   * Releases what a signer of your own returns without checking it against `publicJwk`. Default false. A wrong key or
   * encoding then shows only at whoever receives the token.
   */
  readonly dangerouslySkipSignatureCheck?: boolean | undefined
}

const defaultLifetime = 600

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
  checkAsVerifier(decodeEct(unsigned, { revisions: [profile.revision] }), signer, now, { ids, maxParents })
  const compact = joinToken(signingInput, await signer.sign(signingInput))
  // Only PS256 signatures differ in length.
  if (compact.length !== unsigned.length) decodeEct(compact, { revisions: [profile.revision] })
  return compact
}

function readOptions<R extends Revision>(options: SignOptions<R>) {
  const { ids = 'uuid', maxParents, lifetime = defaultLifetime, revision = defaultRevision } = options
  const { now = Math.floor(Date.now() / 1000), dangerouslySkipSignatureCheck: skipCheck = false } = options
  if (!Object.hasOwn(profiles, revision)) throw new TypeError('revision is not one that is implemented')
  if (ids !== 'uuid' && ids !== 'opaque') throw new TypeError("ids must be 'uuid' or 'opaque'")
  if (!isCount(lifetime) || lifetime === 0) throw new TypeError('lifetime must be a positive whole number of seconds')
  if (!isCount(now)) throw new TypeError('now must be whole seconds since 1970')
  if (maxParents !== undefined && !isCount(maxParents)) throw new TypeError('maxParents must be a whole number')
  if (typeof skipCheck !== 'boolean') throw new TypeError('dangerouslySkipSignatureCheck must be a boolean')
  return { ids, maxParents, lifetime, now, profile: profiles[revision], skipCheck }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function writeSigningInput(payload: JsonObject, profile: Profile, { alg, kid }: CheckedSigner): string {
  const header = { typ: profile.typ.issued, alg, kid }
  return [header, payload].map((part) => encodeBase64url(utf8.encode(JSON.stringify(part)))).join('.')
}

function joinToken(signingInput: string, signature: Uint8Array): string {
  return `${signingInput}.${encodeBase64url(signature)}`
}

/** Steps 8 and 10 to 13 of the verification, and of step 15 what one token shows by itself [DAG-SELF]. */
function checkAsVerifier(token: DecodedEct, signer: CheckedSigner, now: number, options: ClaimOptions): void {
  const claims = checkClaims(token, options)
  if (signer.owner !== undefined && claims.iss !== signer.owner) throw new EctError('ECT_PARTY_ISSUER', { path: 'iss' })
  checkNotExpired(claims.exp, now)
  checkAge(claims.iat, now)
  checkNotFuture(claims.iat, 'iat', now)
  if (claims.nbf !== undefined) checkNotFuture(claims.nbf, 'nbf', now)
  checkConsistency(token, claims)
  const section = token.profile.graphRules.cycle
  const { taskId, parents } = taskOf(token, claims, options)
  if (section !== undefined && parents.includes(taskId)) throw new EctError('ECT_DAG_CYCLE', { section })
}
