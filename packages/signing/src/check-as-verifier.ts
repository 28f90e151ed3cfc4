import {
  type ClaimOptions,
  type ClaimSource,
  checkAge,
  checkClaims,
  checkConsistency,
  checkNotExpired,
  checkNotFuture,
  EctError,
  taskOf,
} from '@wimse-ect/claims'

/**
 * Steps 8 and 10 to 13 of the verification, and of step 15 what one token shows by itself [DAG-SELF].
 *
 * @param owner of the key; `undefined` where it is not known, and for a token without a signature
 * @param now seconds since 1970
 * @throws EctError an `ECT_CLAIM_*` code, `ECT_PARTY_ISSUER`, `ECT_TIME_*`, `ECT_DAG_CYCLE`
 */
export function checkAsVerifier(
  token: ClaimSource,
  owner: string | undefined,
  now: number,
  options: ClaimOptions,
): void {
  const claims = checkClaims(token, options)
  if (owner !== undefined && claims.iss !== owner) throw new EctError('ECT_PARTY_ISSUER', { path: 'iss' })
  checkNotExpired(claims.exp, now)
  checkAge(claims.iat, now)
  checkNotFuture(claims.iat, 'iat', now)
  if (claims.nbf !== undefined) checkNotFuture(claims.nbf, 'nbf', now)
  checkConsistency(token, claims)
  const section = token.profile.graphRules.cycle
  const { taskId, parents } = taskOf(token, claims, options)
  if (section !== undefined && parents.includes(taskId)) throw new EctError('ECT_DAG_CYCLE', { section })
}
