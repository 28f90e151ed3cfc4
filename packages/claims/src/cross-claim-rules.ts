import { EctError } from './ect-error.ts'

/** `sub`, if present, equals `iss` [CLAIM-SUB]: a record has one actor. */
export function subjectIsIssuer(claims: { readonly iss: string; readonly sub?: string }): void {
  if (claims.sub !== undefined && claims.sub !== claims.iss) throw new EctError('ECT_CLAIM_SUBJECT', { path: 'sub' })
}

/** `exp` is greater than `iat` [CLAIM-EXP-AFTER-IAT]. */
export function expiryAfterIssue(claims: { readonly iat: number; readonly exp: number }): void {
  if (claims.exp <= claims.iat) throw new EctError('ECT_CLAIM_EXPIRY', { path: 'exp' })
}

/**
 * `pol_timestamp` is at most `iat` [CLAIM-POL-TIMESTAMP]: the policy was evaluated before the record was made.
 *
 * @param path where it stands
 */
export function policyBeforeIssue(
  claims: { readonly iat: number; readonly pol_timestamp?: number },
  path = 'pol_timestamp',
): void {
  if (claims.pol_timestamp !== undefined && claims.pol_timestamp > claims.iat) {
    throw new EctError('ECT_CLAIM_POLICY_TIME', { path })
  }
}

/** `compensation_reason` is there when `compensation_required` is true [CLAIM-COMPENSATION-REASON]. */
export function compensationHasReason(claims: {
  readonly compensation_required?: boolean
  readonly compensation_reason?: string
}): void {
  if (claims.compensation_required === true && claims.compensation_reason === undefined) {
    throw new EctError('ECT_CLAIM_COMPENSATION', { path: 'compensation_reason' })
  }
}
