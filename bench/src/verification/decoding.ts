import { verify } from 'node:crypto'
import { tryDecodeBase64url } from '@wimse-ect/claims'
import type { Candidate } from '../compare.ts'
import { keyPair, type SignedToken } from '../signed-tokens.ts'

/**
 * A payload is decoded, and then a signature checked: what a decoder costs is not only its own time, see
 * docs/performance.md.
 */
export const withBuffer: Candidate<SignedToken> = decodingFirst(
  'Buffer.from, then crypto.verify',
  (text) => Buffer.from(text, 'base64url').length,
)

export const withOurs: Candidate<SignedToken> = decodingFirst(
  'tryDecodeBase64url, then crypto.verify',
  (text) => tryDecodeBase64url(text)?.length ?? 0,
)

function decodingFirst(name: string, lengthOf: (text: string) => number): Candidate<SignedToken> {
  return {
    name,
    start: () => (tokens) => {
      for (const { compact, signingInput, der } of tokens) {
        const [, payload = ''] = compact.split('.')
        if (lengthOf(payload) === 0) throw new Error(`${name} read nothing`)
        if (!verify('sha256', signingInput, keyPair.publicKey, der)) throw new Error(`${name} refused a token`)
      }
    },
  }
}
