import { decodeEct, profiles, type Revision, readClaim } from '@wimse-ect/claims'

/** What names a token in every ledger. */
export interface TokenIdentity {
  /** `iss`. */
  readonly issuer: string
  /** `jti`, as it stands in the token. */
  readonly tokenId: string
}

const revisions = Object.keys(profiles) as Revision[]

/** Issuer and `jti` in a signing input; `undefined` for what is none. */
export function tokenIdentity(signingInput: string): TokenIdentity | undefined {
  try {
    // Nobody looks at the signature, so that any will do.
    const decoded = decodeEct(`${signingInput}.AA`, { revisions })
    return { issuer: readClaim(decoded, 'iss'), tokenId: readClaim(decoded, 'jti', { ids: 'opaque' }) }
  } catch {
    return undefined
  }
}
