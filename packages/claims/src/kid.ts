import { EctError } from './ect-error.ts'
import { maxKidBytes } from './limits.ts'
import { hasControlCharacter, isLongerThan } from './text.ts'

/**
 * A `kid` is a non-empty string [ENV-KID-REQUIRED] of at most 512 bytes without control characters or halves of
 * surrogate pairs [ENV-KID-FORM]. It is opaque: compared, and never made part of a path, URL or query [ENV-KID-OPAQUE].
 *
 * @throws EctError `ECT_HEADER_KID`
 */
export function checkKid(kid: unknown): string {
  const isSound =
    typeof kid === 'string' &&
    kid !== '' &&
    !isLongerThan(kid, maxKidBytes) &&
    !hasControlCharacter(kid) &&
    kid.isWellFormed()
  if (!isSound) throw new EctError('ECT_HEADER_KID', { path: 'kid' })
  return kid
}
