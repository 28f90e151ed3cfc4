import { equal, ok } from 'node:assert/strict'
import { signatureAlgorithms, unfitKeyMember } from '@wimse-ect/claims'
import { type Jwk, loadKeys, loadManifest } from '@wimse-ect/conformance'
import { jwksKeys } from '@wimse-ect/verification'
import type { JWK } from 'jose'
import { makeSignatureCheck as onNode } from '../../../packages/verification/src/node/verify-signature.ts'
import { makeSignatureCheck as overWebCrypto } from '../../../packages/verification/src/verify-signature.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

/**
 * Key sets: anything is a key set or a mistake of whoever configured it (`TypeError`); every key in it is found under
 * its name, with what it says of its owner and validity; and a key that is fit can be imported everywhere or nowhere,
 * and fits one kind of algorithm only.
 */
export const target: Target = {
  async check(input) {
    const value = tryParse(textOf(input))
    const resolve = resolverOf(value)
    for (const jwk of keysIn(value)) {
      if (resolve !== undefined && typeof jwk.kid === 'string') equal((await resolve(jwk.kid))?.subject, jwk.sub)
      await checkKey(jwk)
    }
  },
  seeds: () => {
    const keys = loadManifest().keys.flatMap(({ name }) => loadKeys().set(name).keys)
    return [...keys, ...loadKeys().private].map((key) => JSON.stringify({ keys: [key] }))
  },
  words: [
    '"kty":',
    '"crv":',
    '"use":',
    '"key_ops":[',
    '"alg":',
    '"sub":',
    '"nbf":',
    '"revoked":',
    '"kid":',
    '"d":',
    '"ext":',
  ],
}

async function checkKey(jwk: Jwk): Promise<void> {
  const fitting = signatureAlgorithms.filter((alg) => unfitKeyMember(jwk, alg, 'verify') === undefined)
  ok(fitting.length <= 1 || fitting.every((alg) => alg === 'EdDSA' || alg === 'Ed25519'))
  for (const alg of fitting) {
    ok(!('d' in jwk) && unfitKeyMember(jwk, alg, 'sign') !== undefined)
    const imports = [onNode, overWebCrypto].map((make) =>
      make(jwk as JWK, alg).then(
        () => true,
        () => false,
      ),
    )
    equal(await imports[0], await imports[1])
  }
}

function resolverOf(value: unknown): ReturnType<typeof jwksKeys> | undefined {
  try {
    return jwksKeys(value as Parameters<typeof jwksKeys>[0])
  } catch (error) {
    ok(error instanceof TypeError && /^[a-z ,]+$/.test(error.message))
    return undefined
  }
}

function keysIn(value: unknown): readonly Jwk[] {
  const keys: unknown = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : []
  return Array.isArray(keys) ? keys.filter(isObject).slice(0, 4) : []
}

function isObject(value: unknown): value is Jwk {
  return typeof value === 'object' && value !== null
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
