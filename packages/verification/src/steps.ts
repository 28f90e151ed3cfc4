import {
  checkAge,
  checkClaims,
  checkConsistency,
  checkNotExpired,
  checkNotFuture,
  type DecodedEct,
  decodeEct,
  EctError,
  isWellFormedSignature,
  readClaim,
  type SupportingEct,
  taskOf,
  type VerifiedEct,
} from '@wimse-ect/claims'
import { checkKeyFits } from './key-fitness.ts'
import { checkNotSeen, claimUse, replayEntries } from './replay-check.ts'
import { signatureCheckFor } from './signature-check.ts'
import { checkKeyStanding, resolveKey, type VerificationKey } from './verification-key.ts'
import type { CheckedOptions, VerificationPolicy } from './verifier-options.ts'

// The order of the whole procedure (SPEC 3): authenticate is 1 to 5, judgeSubject and judgeSupporting are 6 to 13,
// acceptSubjects is 14 and 15.

/** A token whose signature is that of a known key. Whose key that is, and what the claims say, is not judged yet. */
export interface AuthenticEct {
  readonly decoded: DecodedEct
  readonly key: VerificationKey
}

/**
 * Steps 1 to 5 of the verification (SPEC 3). Nothing learned about a token before they pass is trusted or logged as
 * fact.
 *
 * @throws EctError of the first step that fails
 */
export async function authenticate(compact: string, policy: VerificationPolicy): Promise<AuthenticEct> {
  // 1 parse, 2 typ and revision, 3 alg, and the form of kid
  const decoded = decodeEct(compact, policy)
  const { alg } = decoded.header
  // 4 kid resolves to a key that fits the algorithm: no signature is computed with an unfit key (RFC 8725 section 3.1)
  const key = await resolveKey(policy.keys, decoded.header.kid)
  checkKeyFits(key.jwk, alg)
  const signatureMatches = await signatureCheckFor(key.jwk, alg)
  // 5 signature
  if (!isWellFormedSignature(decoded.signature, alg)) throw new EctError('ECT_SIGNATURE_FORMAT')
  if (!(await signatureMatches(decoded.signingInput, decoded.signature))) throw new EctError('ECT_SIGNATURE_INVALID')
  return { decoded, key }
}

/**
 * Steps 6 to 13 for a token that is the subject of the verification.
 *
 * @param now seconds since 1970
 * @throws EctError of the first step that fails
 */
export function judgeSubject({ decoded, key }: AuthenticEct, policy: VerificationPolicy, now: number): VerifiedEct {
  checkKeyStanding(key, now) // 6; 7, the key's fitness, was judged at 4
  checkIssuer(decoded, key, policy) // 8
  checkAudience(decoded, policy) // 9
  checkNotExpired(readClaim(decoded, 'exp', policy), now, policy.expiryLeeway) // 10
  checkAge(readClaim(decoded, 'iat', policy), now, policy.maxAge) // 11
  checkNothingInFuture(decoded, policy, now) // 11
  return checkContent(decoded, policy, now) as VerifiedEct // 12, 13
}

/**
 * Steps 6 to 13 as far as they concern a supporting token, one that came along because another token names it as its
 * parent (SPEC 5 [R]). It was issued for somebody else and some time ago, so audience, expiry and age do not apply, and
 * the key's validity is judged at the token's `iat`.
 */
export function judgeSupporting(
  { decoded, key }: AuthenticEct,
  policy: VerificationPolicy,
  now: number,
): SupportingEct {
  checkKeyStanding(key, readClaim(decoded, 'iat', policy)) // 6
  checkIssuer(decoded, key, policy) // 8
  checkNothingInFuture(decoded, policy, now) // 11, in part
  return checkContent(decoded, policy, now) // 12, 13
}

/**
 * Steps 14 and 15 for the subjects of one message; the replay memory is written when nothing else can fail.
 *
 * @param supporting the others of the message; `undefined` for a token that was verified alone
 */
export async function acceptSubjects(
  subjects: readonly VerifiedEct[],
  supporting: readonly SupportingEct[] | undefined,
  options: CheckedOptions,
  now: number,
): Promise<void> {
  // 14 jti not seen
  const entries = replayEntries(subjects, options)
  await checkNotSeen(entries, options.replay, now)
  // 15 the graph, when a store is given
  for (const token of subjects) {
    const others = subjects.filter((other) => other !== token)
    await options.graph?.(token, supporting && [...supporting, ...others])
  }
  // Only now is the jti used; whoever lost the race for it holds a replay.
  await claimUse(entries, options.replay, now)
}

/** 8 iss is the owner of the key. */
function checkIssuer(decoded: DecodedEct, key: VerificationKey, policy: VerificationPolicy): void {
  if (key.subject === undefined) throw new EctError('ECT_KEY_OWNER')
  if (readClaim(decoded, 'iss', policy) !== key.subject) throw new EctError('ECT_PARTY_ISSUER', { path: 'iss' })
}

/** 9 the verifier is in aud; all of it is searched, not only its first entry. */
function checkAudience(decoded: DecodedEct, policy: VerificationPolicy): void {
  const audience = readClaim(decoded, 'aud', policy)
  const isForUs = typeof audience === 'string' ? audience === policy.audience : audience.includes(policy.audience)
  if (!isForUs) throw new EctError('ECT_PARTY_AUDIENCE', { path: 'aud' })
}

/** 11, in part: neither iat nor nbf is in the future. */
function checkNothingInFuture(decoded: DecodedEct, policy: VerificationPolicy, now: number): void {
  checkNotFuture(readClaim(decoded, 'iat', policy), 'iat', now, policy.clockSkew)
  const notBefore = readClaim(decoded, 'nbf', policy)
  if (notBefore !== undefined) checkNotFuture(notBefore, 'nbf', now, policy.clockSkew)
}

/** 12 required claims are present and well-formed; 13 policy and compensation claims are consistent. */
function checkContent(decoded: DecodedEct, policy: VerificationPolicy, now: number): SupportingEct {
  const claims = checkClaims(decoded, policy)
  checkConsistency(decoded, claims)
  const { compact, signingInput, header } = decoded
  const task = taskOf(decoded, claims, policy)
  return { compact, signingInput, header, claims, task, ids: policy.ids ?? 'uuid', verifiedAt: now } as SupportingEct
}
