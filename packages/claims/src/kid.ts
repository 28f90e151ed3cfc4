import { EctError } from './ect-error.ts'
import { hasControlCharacter, utf8Length } from './text.ts'

const maxBytes = 512

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
    utf8Length(kid) <= maxBytes &&
    !hasControlCharacter(kid) &&
    !/\p{Surrogate}/u.test(kid)
  if (!isSound) throw new EctError('ECT_HEADER_KID', { path: 'kid' })
  return kid
}
