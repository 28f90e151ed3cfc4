import {
  type ClaimSource,
  checkAge,
  checkClaims,
  checkConsistency,
  checkNotExpired,
  checkNotFuture,
  type DecodedEct,
  decodeEct,
  type EctClaims,
  EctError,
  type IdKind,
  isWellFormedSignature,
  readClaim,
  type SignatureAlgorithm,
  type SupportingEct,
  type SupportingTask,
  sealVerified,
  type Task,
  taskOf,
  type VerifiedEct,
  type VerifiedTask,
} from '@wimse-ect/claims'
import { checkRemainingClaims } from '@wimse-ect/claims/envelope'
import { goOn } from './go-on.ts'
import { checkNotSeen, claimUse, replayEntries } from './replay-check.ts'
import { type SignatureCheck, signatureCheckFor } from './signature-check.ts'
import { checkKeyStanding, type KeyResolver, resolveKey, type VerificationKey } from './verification-key.ts'
import type { CheckedOptions, GraphCheck, VerificationPolicy } from './verifier-options.ts'

// The whole procedure, in its fixed order [VERIFY-ORDER]: authenticate, or authenticateMany in its own file, is steps 1
// to 5, judgeSubject and judgeSupporting are 6 to 13, acceptSubjects is 14 and 15. Where keys, signature check and
// replay memory answer at once, nothing is awaited: a refusal is then thrown, and otherwise rejects the promise.

/** A token whose signature was made with a known key. The key's owner and the claims are not judged yet. */
export interface AuthenticEct {
  readonly decoded: DecodedEct
  readonly key: VerificationKey
}

/**
 * Steps 1 to 5 of the verification, with the keys of this call. Nothing learned about a token before they pass is
 * trusted or logged as fact [VERIFY-NO-EARLY-TRUST].
 *
 * @returns a promise only when there is something to wait for
 * @throws EctError of the first step that fails
 */
export function authenticate(
  compact: string,
  policy: VerificationPolicy,
  keys: KeyResolver,
): AuthenticEct | Promise<AuthenticEct> {
  // 1 parse [VERIFY-ORDER-01-PARSE], 2 typ and revision [VERIFY-ORDER-02-TYP],
  // 3 alg [VERIFY-ORDER-03-ALG] and the form of kid
  const decoded = decodeEct(compact, policy)
  // 4, 5
  const { header, signingInput: signed, signature } = decoded
  const confirmed = checkSignature({ alg: header.alg, kid: header.kid, signed, signature }, keys)
  return goOn(confirmed, (key) => ({ decoded, key }))
}

/** What steps 4 and 5 look at, in any envelope. */
export interface SignedParts {
  readonly alg: SignatureAlgorithm
  readonly kid: string
  /** What was signed: the signing input of a compact JWS, or the bytes that another envelope signs. */
  readonly signed: string | Uint8Array
  readonly signature: Uint8Array
}

/**
 * Steps 4 and 5.
 *
 * @returns the key that confirmed the signature; a promise only when there is something to wait for
 * @throws EctError of the first step that fails
 */
export function checkSignature(parts: SignedParts, keys: KeyResolver): VerificationKey | Promise<VerificationKey> {
  return goOn(findSignatureCheck(parts, keys), ({ key, check }) =>
    goOn(check(parts.signed, parts.signature), (matches) => {
      if (!matches) throw new EctError('ECT_SIGNATURE_INVALID')
      return key
    }),
  )
}

/** A key, and the check of signatures that was made for it. */
export interface KeyWithCheck {
  readonly key: VerificationKey
  readonly check: SignatureCheck
}

/**
 * Steps 4 and 5 but for the computation, of which many can be done at the same time.
 *
 * @returns the key, and the check that is still to be asked; a promise only when there is something to wait for
 * @throws EctError of the first step that fails
 */
export function findSignatureCheck(
  { alg, kid, signature }: Pick<SignedParts, 'alg' | 'kid' | 'signature'>,
  keys: KeyResolver,
): KeyWithCheck | Promise<KeyWithCheck> {
  // 4 kid resolves to a key that fits the algorithm (RFC 8725 section 3.1) [VERIFY-ORDER-04-KEY]
  return goOn(resolveKey(keys, kid), (key) =>
    goOn(signatureCheckFor(key.jwk, alg), (check) => {
      // 5 signature [VERIFY-ORDER-05-SIGNATURE] [VERIFY-SIGNATURE]
      if (!isWellFormedSignature(signature, alg)) throw new EctError('ECT_SIGNATURE_FORMAT')
      return { key, check }
    }),
  )
}

/**
 * Steps 6 to 13 for a token that is the subject of the verification.
 *
 * @param now seconds since 1970
 * @throws EctError of the first step that fails
 */
export function judgeSubject({ decoded, key }: AuthenticEct, policy: VerificationPolicy, now: number): VerifiedEct {
  // The draft's step 7, whether the key fits, was part of step 4.
  checkKeyStanding(key, now) // 6 [VERIFY-ORDER-06-KEY-STATUS]
  checkIssuer(decoded, key, policy) // 8 [VERIFY-ORDER-08-ISSUER]
  return sealVerified(tokenOf(decoded, judgeClaims(decoded, policy, now)) as VerifiedEct) // 9 to 13
}

/** What the claims of a token say, in any envelope. */
export interface JudgedClaims {
  readonly claims: EctClaims
  readonly task: Task
  /** The kind of identifiers they were read with. */
  readonly ids: IdKind
  /** Seconds since 1970: the clock reading the verification used. */
  readonly verifiedAt: number
}

/**
 * Steps 9 to 13, which ask nothing but what a token says; its envelope does not matter.
 *
 * @throws EctError of the first step that fails
 */
export function judgeClaims(source: ClaimSource, policy: VerificationPolicy, now: number): JudgedClaims {
  checkAudience(source, policy) // 9 [VERIFY-ORDER-09-AUDIENCE]
  checkNotExpired(readClaim(source, 'exp', policy), now, policy.expiryLeeway) // 10 [VERIFY-ORDER-10-EXPIRY]
  checkAge(readClaim(source, 'iat', policy), now, policy.maxAge) // 11 [VERIFY-ORDER-11-AGE]
  checkNothingInFuture(source, policy, now) // 11
  // 12 required claims are present and well-formed [VERIFY-ORDER-12-CLAIMS]; 9 to 11 have read the others
  const claims = checkRemainingClaims(source, policy)
  checkConsistency(source, claims) // 13 policy and compensation claims [VERIFY-ORDER-13-CONSISTENCY]
  return judgedClaims(source, claims, policy, now)
}

/**
 * Steps 6 to 13 as far as they concern a supporting token, one that another token of the message names as its parent
 * [HTTP-SUPPORTING]. It was issued for somebody else and some time ago, so audience [HTTP-SUPPORTING-SKIPS-AUDIENCE],
 * expiry [HTTP-SUPPORTING-SKIPS-EXPIRY] and age [HTTP-SUPPORTING-SKIPS-AGE] do not apply.
 */
export function judgeSupporting(
  { decoded, key }: AuthenticEct,
  policy: VerificationPolicy,
  now: number,
): SupportingEct {
  checkKeyStanding(key, readClaim(decoded, 'iat', policy)) // 6, at its iat [HTTP-SUPPORTING-KEY-AT-IAT]
  checkIssuer(decoded, key, policy) // 8
  checkNothingInFuture(decoded, policy, now) // 11, in part [HTTP-SUPPORTING-FUTURE]
  const claims = checkClaims(decoded, policy) // 12
  checkConsistency(decoded, claims) // 13
  return tokenOf(decoded, judgedClaims(decoded, claims, policy, now)) as SupportingEct
}

/**
 * Steps 14 and 15 for the subjects of one message; for supporting tokens they do not apply
 * [HTTP-SUPPORTING-SKIPS-REPLAY] [HTTP-SUPPORTING-SKIPS-DAG]. The replay memory is written when nothing else can fail
 * [VERIFY-NO-EARLY-STORE].
 *
 * @param supporting the others of the message; `undefined` for a token that was verified alone
 * @returns a promise only when there is something to wait for
 * @throws EctError of the first step that fails; what the graph throws
 */
export function acceptSubjects<Inline extends SupportingTask, Token extends Inline & VerifiedTask>(
  subjects: readonly Token[],
  supporting: readonly Inline[] | undefined,
  options: Omit<CheckedOptions, 'graph'> & { readonly graph?: GraphCheck<Token, Inline> | undefined },
  now: number,
): void | Promise<void> {
  const { graph, replay } = options
  const entries = replayEntries(subjects, options)
  const judgeBefore = async (judge: GraphCheck<Token, Inline>): Promise<void> => {
    // 14 jti not seen [VERIFY-ORDER-14-REPLAY]
    await checkNotSeen(entries, replay, now)
    // 15 the graph, when a store is given [VERIFY-ORDER-15-DAG]; what does not fit is refused [ATTACK-DAG-FAILURE]
    for (const token of subjects) {
      const others = subjects.filter((other) => other !== token)
      await judge(token, supporting && [...supporting, ...others])
    }
  }
  // Without a graph nothing stands between the question whether the jti was seen and its use, which asks again.
  const judged = graph === undefined ? undefined : judgeBefore(graph)
  // Only now is the jti used. Of two calls with one token the second is refused as a replay.
  return goOn(judged, () => claimUse(entries, replay, now))
}

/** 8 iss is the owner of the key [CLAIM-ISS-OWNER]; a key without an owner verifies nothing [VERIFY-KEY-OWNER]. */
export function checkIssuer(source: ClaimSource, key: VerificationKey, policy: VerificationPolicy): void {
  if (key.subject === undefined) throw new EctError('ECT_KEY_OWNER')
  if (readClaim(source, 'iss', policy) !== key.subject) throw new EctError('ECT_PARTY_ISSUER', { path: 'iss' })
}

/** 9 the verifier is in aud; all of it is searched, not only its first entry [VERIFY-AUDIENCE-ANY]. */
function checkAudience(source: ClaimSource, policy: VerificationPolicy): void {
  const audience = readClaim(source, 'aud', policy)
  const isForUs = typeof audience === 'string' ? audience === policy.audience : audience.includes(policy.audience)
  if (!isForUs) throw new EctError('ECT_PARTY_AUDIENCE', { path: 'aud' })
}

/** 11, in part: neither iat nor nbf is in the future [CLAIM-NBF]. */
function checkNothingInFuture(source: ClaimSource, policy: VerificationPolicy, now: number): void {
  checkNotFuture(readClaim(source, 'iat', policy), 'iat', now, policy.clockSkew)
  const notBefore = readClaim(source, 'nbf', policy)
  if (notBefore !== undefined) checkNotFuture(notBefore, 'nbf', now, policy.clockSkew)
}

function judgedClaims(source: ClaimSource, claims: EctClaims, policy: VerificationPolicy, now: number): JudgedClaims {
  return { claims, task: taskOf(source, claims, policy), ids: policy.ids ?? 'uuid', verifiedAt: now }
}

function tokenOf(
  { compact, signingInput, header }: DecodedEct,
  { claims, task, ids, verifiedAt }: JudgedClaims,
): object {
  return { compact, signingInput, header, claims, task, ids, verifiedAt }
}
