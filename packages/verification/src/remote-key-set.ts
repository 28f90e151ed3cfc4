import { EctError } from '@wimse-ect/claims'
import { createRemoteJWKSet, type RemoteJWKSetOptions } from 'jose/jwks/remote'
import { indexKeySet, type KeySet } from './key-set.ts'
import type { KeyResolver, VerificationKey } from './verification-key.ts'

/**
 * Resolves keys from a JWK set behind a URL, fetched by jose with its cache, time-out and cool-down: a flood of unknown
 * `kid`s cannot make the verifier flood the key server. Only one request is ever under way.
 *
 * @param url `https:`, or `http:` on loopback
 * @param options those of jose's `createRemoteJWKSet`; durations in milliseconds
 * @throws TypeError for another kind of URL. The resolver throws EctError `ECT_KEY_UNAVAILABLE` when the set cannot be
 * fetched or is no usable key set; keys older than `cacheMaxAge`, or of a set that was replaced, are not used then
 */
export function remoteJwksKeys(url: URL | string, options: RemoteJWKSetOptions = {}): KeyResolver {
  const remote = createRemoteJWKSet(checkUrl(new URL(url)), options)
  // Fresh before the first request: the caller handed over jose's cache.
  let keys: ReadonlyMap<string, VerificationKey> | undefined = remote.fresh
    ? indexKeySet(remote.jwks() as KeySet)
    : undefined

  async function reload(): Promise<void> {
    try {
      await remote.reload()
      // The former set no longer counts, even when nothing usable takes its place.
      keys = undefined
      keys = indexKeySet(remote.jwks() as KeySet)
    } catch (cause) {
      throw new EctError('ECT_KEY_UNAVAILABLE', { cause })
    }
  }

  return async (kid) => {
    if (!remote.fresh) await reload()
    if (!keys?.has(kid) && !remote.coolingDown) await reload()
    if (keys === undefined) throw new EctError('ECT_KEY_UNAVAILABLE')
    return keys.get(kid)
  }
}

function checkUrl(url: URL): URL {
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    throw new TypeError('a remote key set needs an https URL, or http on loopback')
  }
  return url
}
