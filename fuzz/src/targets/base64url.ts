import { equal, ok } from 'node:assert/strict'
import { encodeBase64url, tryDecodeBase64url } from '@wimse-ect/claims'
import { loadCases } from '@wimse-ect/conformance'
import { encodeBase64, tryDecodeBase64 } from '@wimse-ect/ledger'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

/**
 * base64url and base64: what is read is what `Buffer` reads, and the text is the only one for its bytes.
 */
export const target: Target = {
  check(input) {
    const buffer = Buffer.from(input)
    equal(encodeBase64url(input), buffer.toString('base64url'))
    equal(encodeBase64(input), buffer.toString('base64'))
    ok(buffer.equals(tryDecodeBase64url(encodeBase64url(input)) ?? Buffer.of(0)))
    ok(buffer.equals(tryDecodeBase64(encodeBase64(input)) ?? Buffer.of(0)))
    checkReading(textOf(input), 'base64url', tryDecodeBase64url)
    checkReading(textOf(input), 'base64', tryDecodeBase64)
  },
  seeds: () => [
    '',
    'AA',
    'AAA',
    'AAAA',
    'AA==',
    'AB',
    '_-8',
    '+/8=',
    ...loadCases('decode').map(({ token }) => token.slice(0, 200)),
  ],
}

function checkReading(text: string, encoding: 'base64url' | 'base64', read: typeof tryDecodeBase64): void {
  const bytes = read(text)
  const asBuffer = Buffer.from(text, encoding)
  // `Buffer` reads over what does not belong there; then it does not write the same text.
  const isCanonical = asBuffer.toString(encoding) === text
  equal(bytes !== undefined, isCanonical)
  if (bytes !== undefined) ok(asBuffer.equals(bytes))
}
