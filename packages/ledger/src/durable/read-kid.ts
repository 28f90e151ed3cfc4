import { tryDecodeBase64url } from '@wimse-ect/claims'

/**
 * The `kid` of a token that was verified before it was stored, without reading what it claims: that can take a hundred
 * times as long. `undefined` for what is no token.
 *
 * @param token compact, or its first segment
 */
export function readKid(token: string): string | undefined {
  const [segment = ''] = token.split('.', 1)
  const bytes = tryDecodeBase64url(segment)
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const kid: unknown = typeof header === 'object' && header !== null && 'kid' in header ? header.kid : undefined
    return typeof kid === 'string' ? kid : undefined
  } catch {
    return undefined
  }
}
