import { equal, ok } from 'node:assert/strict'
import { parseSpiffeId } from '@wimse-ect/claims'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

/** SPIFFE IDs: what is accepted, URL software reads with the same parts, and writes in the same way. */
export const target: Target = {
  check(input) {
    const text = textOf(input)
    const id = parseSpiffeId(text)
    if (id === undefined) return
    const url = new URL(text)
    equal(url.href, text)
    equal(url.host, id.trustDomain)
    equal(url.pathname, id.path)
    equal(`spiffe://${id.trustDomain}${id.path}`, text)
    ok(text.length <= 2048 && !text.endsWith('/') && !/[%?#@:]|\/\.{0,2}(?:\/|$)/.test(text.slice('spiffe://'.length)))
  },
  seeds: () => [
    'spiffe://example.com/agent/a',
    'spiffe://a.b-c_d/1/2.3/..x',
    'spiffe://EXAMPLE.com/a',
    'spiffe://a/..',
  ],
  words: ['spiffe://', 'SPIFFE://', '/../', '/./', '%2e', '@', ':80', '?', '#'],
}
