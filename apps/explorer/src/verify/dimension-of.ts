import type { EctError } from '@wimse-ect/claims'
import type { Dimension } from './verdict.ts'

/** The claims that a malformed one is counted under, where that is not the policy. */
const dimensionOfClaim: Readonly<Record<string, Dimension>> = {
  iss: 'identity',
  sub: 'identity',
  aud: 'identity',
  iat: 'time',
  exp: 'time',
  nbf: 'time',
  jti: 'graph',
  tid: 'graph',
  wid: 'graph',
  par: 'graph',
}

const dimensionOfPlace: Readonly<Record<string, Dimension>> = {
  TOKEN: 'signature',
  HEADER: 'signature',
  SIGNATURE: 'signature',
  KEY: 'signature',
  PARTY: 'identity',
  TIME: 'time',
  DAG: 'graph',
  LEDGER: 'graph',
  PROOF: 'inclusion',
  CHECKPOINT: 'inclusion',
}

/** The dimension under which an error is shown. */
export function dimensionOf({ code, path }: EctError): Dimension {
  if (code === 'ECT_KEY_REVOKED' || code === 'ECT_KEY_VALIDITY' || code === 'ECT_KEY_OWNER') return 'identity'
  if (code === 'ECT_DAG_PARENT_POLICY') return 'policy'
  const place = code.split('_')[1] ?? ''
  const claim = (path ?? '').replace(/\[.*$/, '')
  if (place === 'CLAIM')
    return Object.hasOwn(dimensionOfClaim, claim) ? (dimensionOfClaim[claim] ?? 'policy') : 'policy'
  return dimensionOfPlace[place] ?? 'signature'
}
