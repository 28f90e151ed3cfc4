import { deepEqual, equal, ok } from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import { decodeCompactJws, decodeEct, decodeUnsignedEct, profiles, type Revision } from '@wimse-ect/claims'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { casesOf } from '../properties/cases-of.ts'
import { outcomeOf } from '../properties/outcome.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

const revisions = Object.keys(profiles) as Revision[]

/**
 * The envelope [ENV-COMPACT], and that of unsigned tokens [REVISION-LEVEL-1]: what is read writes back to the same
 * text, and jose reads the same header and payload.
 *
 * An input is a compact token, or its three parts, each on a line of its own and not encoded.
 */
export const target: Target = {
  check(input) {
    const text = textOf(input)
    checkCompact(text)
    const [header = '', payload = '', ...rest] = text.split('\n')
    checkUnsigned(text)
    checkUnsigned(base64urlOf(payload))
    checkCompact([header, payload, rest.join('\n')].map(base64urlOf).join('.'))
  },
  seeds: () =>
    casesOf('decode').flatMap(({ token }) => {
      const parts = token.split('.').map((part) => Buffer.from(part, 'base64url'))
      return [token, Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')]))]
    }),
  words: [
    '\ufeff',
    '"crit":',
    '"b64":',
    '"jwk":',
    '"typ":',
    '"alg":',
    '"kid":',
    'wimse-exec+jwt',
    'exec+jwt',
    'none',
    'HS256',
  ],
}

function checkCompact(compact: string): void {
  const outcome = outcomeOf(() => decodeCompactJws(compact))
  const ect = outcomeOf(() => decodeEct(compact))
  if (!outcome.ok) {
    ok(!ect.ok && ect.error.code === outcome.error.code)
    return
  }
  const { header, payload, signature, signingInput } = outcome.value
  equal(`${signingInput}.${Buffer.from(signature).toString('base64url')}`, compact)
  for (const part of signingInput.split('.')) {
    const bytes = Buffer.from(part, 'base64url')
    ok(isUtf8(bytes) && !bytes.toString().startsWith('\ufeff'))
  }
  deepEqual(header, decodeProtectedHeader(compact))
  deepEqual(payload, decodeJwt(compact))
  if (!ect.ok) return
  const { typ, alg, kid } = ect.value.header
  deepEqual({ ...ect.value.header }, { ...header, typ, alg, kid })
  equal(typ, 'wimse-exec+jwt')
  ok(kid !== '' && Buffer.byteLength(kid) <= 512)
}

function checkUnsigned(text: string): void {
  const outcome = outcomeOf(() => decodeUnsignedEct(text, { revisions }))
  if (!outcome.ok) return
  const bytes = Buffer.from(text, 'base64url')
  equal(bytes.toString('base64url'), text)
  deepEqual(outcome.value.payload, JSON.parse(bytes.toString()))
}

function base64urlOf(text: string): string {
  return Buffer.from(text).toString('base64url')
}
