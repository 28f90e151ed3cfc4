import { readFileSync } from 'node:fs'
import type { SignatureAlgorithm } from '@wimse-ect/claims'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type ExtractableKey, signEct, signerFromJwk } from '../src/index.ts'
import { localSignature as inNode } from '../src/node/local-signature.ts'
import { importCryptoKey } from '../src/web-crypto.ts'
import { alice, keyPerAlgorithm, now, rootTask, verifiesBytesInNode, verifiesInNode } from './agents.ts'
import { outcome } from './outcome.ts'

// Everything in this file runs as it does in a browser or worker.
vi.mock('#local-signature', () => import('../src/local-signature.ts'))

const all: SignatureAlgorithm[] = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256']
let keys: Readonly<Record<SignatureAlgorithm, ExtractableKey>>
let otherKeys: Readonly<Record<SignatureAlgorithm, ExtractableKey>>

beforeAll(async () => {
  keys = await keyPerAlgorithm()
  otherKeys = await keyPerAlgorithm()
})

describe('without node:crypto', () => {
  it.each(all)('[ENV-ALG-OPTIONAL] %s makes good tokens', async (alg) => {
    const subtle = vi.spyOn(crypto.subtle, 'sign')
    const compact = await signEct(rootTask, { key: keys[alg].privateKey, now })
    expect(subtle).toHaveBeenCalledTimes(1)
    subtle.mockRestore()
    expect(verifiesInNode(compact, keys[alg].publicJwk)).toBe(true)
  })

  it.each(all)('%s refuses halves of two keys', async (alg) => {
    expect(await outcome(() => signerFromJwk({ ...keys[alg].privateJwk, ...otherKeys[alg].publicJwk }))).toBe(
      'TypeError',
    )
  })

  it('keeps the private key where nothing can read it', async () => {
    expect((await importCryptoKey(keys.ES256.privateJwk, 'ES256')).extractable).toBe(false)
  })

  it('signs bytes of shared memory', async () => {
    const bytes = new Uint8Array(new SharedArrayBuffer(8)).fill(7)
    const signature = await keys.ES256.privateKey.sign(bytes)
    expect(verifiesBytesInNode(bytes.slice(), signature, 'ES256', keys.ES256.publicJwk)).toBe(true)
  })

  it.each(all)('%s gives what Node gives, in form and length', async (alg) => {
    const bytes = new TextEncoder().encode(alice)
    const sign = await inNode(keys[alg].privateJwk, alg)
    const [here, there] = [await keys[alg].privateKey.sign(bytes), await sign(bytes)]
    expect(there.length).toBe(here.length)
    for (const signature of [here, there]) {
      expect(Object.getPrototypeOf(signature)).toBe(Uint8Array.prototype)
      expect(verifiesBytesInNode(bytes, signature, alg, keys[alg].publicJwk)).toBe(true)
    }
  })
})

describe('package.json', () => {
  it('takes node:crypto for Node alone', () => {
    const { imports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      imports: Record<string, Record<string, Record<string, string>>>
    }
    expect(Object.keys(imports['#local-signature'] ?? {})).toEqual(['node', 'default'])
    expect(imports['#local-signature']?.default?.['@wimse-ect/source']).toBe('./src/local-signature.ts')
  })
})
