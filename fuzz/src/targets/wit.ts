import { deepEqual, equal, ok } from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { isJsonObject, isSpiffeId, parseStrictJson } from '@wimse-ect/claims'
import { loadCases, loadKeys } from '@wimse-ect/conformance'
import { witKeys } from '@wimse-ect/verification'
import { calculateJwkThumbprint, compactVerify, type JWK } from 'jose'
import { privateKey, signedWithEd25519 } from '../properties/keys.ts'
import { outcomeOf, outcomeOfAsync } from '../properties/outcome.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

const key = privateKey('trust-domain-eddsa')
const publicKey = createPublicKey(key)
const header = '{"alg":"EdDSA","typ":"wit+jwt","kid":"trust-domain-eddsa"}'
const jwks = loadKeys().set('trust-domain')
const { alg = 'EdDSA' } = jwks.keys.find(({ kid }) => kid === 'trust-domain-eddsa') ?? {}
const options = { trustDomains: { 'example.com': jwks } }

/**
 * Workload Identity Tokens that the trust domain really signed, with any payload: what is accepted has the owner and
 * the key that it says, and jose accepts it; what is refused is not refused for its signature.
 */
export const target: Target = {
  async check(input) {
    const wit = signedWithEd25519(header.replace('EdDSA', alg), input, key)
    const json = outcomeOf(() => parseStrictJson(textOf(input), 'payload'))
    const { sub, exp, cnf } = json.ok ? json.value.value : {}
    const jwk = isJsonObject(cnf) ? cnf.jwk : undefined
    const kid = await nameOf(jwk)
    const outcome = await outcomeOfAsync(async () => witKeys([wit], options)(kid))
    if (!outcome.ok) {
      ok(outcome.error.code === 'ECT_KEY_WIT' && outcome.error.path !== 'signature')
      return
    }
    await compactVerify(wit, publicKey)
    const found = outcome.value
    ok(found !== undefined && isSpiffeId(found.subject ?? '') && found.subject?.startsWith('spiffe://example.com/'))
    equal(found.subject, sub)
    equal(found.expiresAt, exp)
    deepEqual(found.jwk, jwk)
  },
  seeds: () =>
    loadCases('verify').flatMap(({ wits }) =>
      wits.map((wit) => new Uint8Array(Buffer.from(wit.split('.')[1] ?? '', 'base64url'))),
    ),
  words: ['"sub":"spiffe://example.com/', '"exp":', '"nbf":', '"cnf":{"jwk":{', '"kid":', '"alg":"ES256"'],
}

/** The name of a confirmed key: its own, else its thumbprint. */
async function nameOf(jwk: unknown): Promise<string> {
  if (typeof jwk !== 'object' || jwk === null) return ''
  if ('kid' in jwk) return String(jwk.kid)
  return calculateJwkThumbprint(jwk as JWK).catch(() => '')
}
