import { EctError } from './ect-error.ts'

/** How far clocks may be apart, and how old a token may be. All in seconds [VERIFY-AGE-OPTIONS]. */
export interface TimeOptions {
  /** How long after `exp` a token still counts. Default 0 [VERIFY-EXPIRY-LEEWAY]. */
  readonly expiryLeeway?: number | undefined
  /** Greatest age: refused when `now - iat` is greater. Default 900. */
  readonly maxAge?: number | undefined
  /** How far `iat` and `nbf` may be ahead: refused when they are further. Default 30. */
  readonly clockSkew?: number | undefined
}

/** Defaults of {@link TimeOptions}, in seconds. */
export const defaultTimes: Readonly<Record<keyof TimeOptions, number>> = { expiryLeeway: 0, maxAge: 900, clockSkew: 30 }

// The three conditions say what passes, so that a time that is not a number passes nowhere.

/**
 * Step 10: `exp` has not passed, or throws `ECT_TIME_EXPIRED`. A token has expired when `now >= exp` (RFC 7519 section
 * 4.1.4) [VERIFY-EXPIRY-BOUNDARY].
 */
export function checkNotExpired(exp: number, now: number, expiryLeeway: number = defaultTimes.expiryLeeway): void {
  if (!(now < exp + expiryLeeway)) throw new EctError('ECT_TIME_EXPIRED', { path: 'exp' })
}

/** Step 11: `iat` is not too long ago, or throws `ECT_TIME_TOO_OLD`; equality passes [VERIFY-AGE-BOUNDARY]. */
export function checkAge(iat: number, now: number, maxAge: number = defaultTimes.maxAge): void {
  if (!(now - iat <= maxAge)) throw new EctError('ECT_TIME_TOO_OLD', { path: 'iat' })
}

/**
 * Step 11: `iat`, or `nbf` where present, is not in the future, or throws `ECT_TIME_FUTURE`; equality passes
 * [VERIFY-FUTURE-BOUNDARY].
 */
export function checkNotFuture(
  time: number,
  path: 'iat' | 'nbf',
  now: number,
  clockSkew: number = defaultTimes.clockSkew,
): void {
  if (!(time - now <= clockSkew)) throw new EctError('ECT_TIME_FUTURE', { path })
}
