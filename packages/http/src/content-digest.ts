import { encodeBase64url } from '@wimse-ect/claims'
import { runningHash } from '#running-hash'

/** The bytes of a body as they pass, for the `out_hash` of the child. */
export interface ContentDigest {
  update(bytes: Uint8Array): void
  /** `sha-256:<base64url>` of all bytes so far; to be called once. */
  value(): string
}

/** Starts a digest [CLAIM-HASH-RAW]. */
export function contentDigest(): ContentDigest {
  const hash = runningHash()
  return {
    update: (bytes) => hash.update(bytes),
    value: () => `sha-256:${encodeBase64url(hash.digest())}`,
  }
}
