import { tryDecodeBase64url } from '@wimse-ect/claims'
import type { Candidate } from '../compare.ts'
import type { SignedToken } from '../signed-tokens.ts'
import { rawDer } from './verifiers.ts'

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
    start: async () => {
      const check = await rawDer.start()
      return (tokens) => {
        for (const token of tokens) {
          const [, payload = ''] = token.compact.split('.')
          if (lengthOf(payload) === 0) throw new Error(`${name} read nothing`)
          check([token])
        }
      }
    },
  }
}
