import { isSignatureAlgorithm, type SignatureAlgorithm, signatureAlgorithms } from './algorithms.ts'
import { decodeCompactJws } from './decode-compact-jws.ts'
import { EctError } from './ect-error.ts'
import { checkKid } from './kid.ts'
import { defaultRevision, profiles, type Revision } from './profiles/index.ts'
import type { Profile } from './profiles/profile.ts'
import type { DecodedEct } from './stages.ts'
import type { JsonObject, JsonValue } from './strict-json.ts'

/** Which tokens are taken apart at all. */
export interface DecodeOptions {
  /** Accepted revisions of the draft. Default `['execution-context-00']`. */
  readonly revisions?: readonly Revision[] | undefined
  /** Accepted `alg` values. Default: every supported one; a verifier narrows it to its allow-list. */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined
}

/**
 * Takes a compact ECT apart and judges its envelope, which is steps 1 to 3 of the verification and the form of `kid`
 * [ENV-DECODE-SCOPE]. Nothing in the result is known to be true. Do not act on it.
 *
 * @param compact the token as it arrived
 * @throws EctError, first error first: the codes of `decodeCompactJws`; `ECT_HEADER_TYP`; `ECT_TOKEN_REVISION` when the
 * claims are those of a revision that is not accepted; `ECT_HEADER_ALG` (`none` and symmetric algorithms always);
 * `ECT_HEADER_KID`
 */
export function decodeEct(compact: string, options: DecodeOptions = {}): DecodedEct {
  const jws = decodeCompactJws(compact)
  const { typ, alg, kid } = jws.header
  const profile = findProfile(typ, jws.payload, options.revisions ?? [defaultRevision])
  checkAlg(alg, options.algorithms ?? signatureAlgorithms)
  checkKid(kid)
  return { ...jws, profile } as DecodedEct
}

/**
 * Where `typ` decides the revision, a revision that is not listed is refused for its `typ` [VERIFY-REVISION-TYP], else
 * for its claims [VERIFY-REVISION-CODE].
 */
function findProfile(typ: JsonValue | undefined, payload: JsonObject, revisions: readonly Revision[]): Profile {
  if (typeof typ !== 'string') throw new EctError('ECT_HEADER_TYP', { path: 'typ' })
  let isTypKnown = false
  for (const revision of revisions) {
    const profile: Profile = profiles[revision]
    if (!profile.typ.accepted.includes(typ)) continue
    if (profile.recognises(payload, typ)) return profile
    isTypKnown = true
  }
  throw isTypKnown ? new EctError('ECT_TOKEN_REVISION') : new EctError('ECT_HEADER_TYP', { path: 'typ' })
}

function checkAlg(alg: JsonValue | undefined, algorithms: readonly SignatureAlgorithm[]): void {
  if (!isSignatureAlgorithm(alg) || !algorithms.includes(alg)) throw new EctError('ECT_HEADER_ALG', { path: 'alg' })
}
