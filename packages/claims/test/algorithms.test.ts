import { describe, expect, it } from 'vitest'
import {
  checkAlgorithmList,
  defaultAlgorithms,
  isSignatureAlgorithm,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from '../src/algorithms.ts'

const supported: readonly SignatureAlgorithm[] = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256']

describe('isSignatureAlgorithm', () => {
  it.each(supported)('[ENV-ALG-OPTIONAL] knows %s', (alg) => {
    expect(isSignatureAlgorithm(alg)).toBe(true)
  })

  it.each(['none', 'None', ''])('[ENV-ALG-NONE] does not know %j', (alg) => {
    expect(isSignatureAlgorithm(alg)).toBe(false)
  })

  it.each(['HS256', 'HS384', 'HS512', 'dir', 'A256GCM'])('[ENV-ALG-SYMMETRIC] does not know %s', (alg) => {
    expect(isSignatureAlgorithm(alg)).toBe(false)
  })

  it.each(['es256', 'ES256 ', 'ES256K', 'RS256', undefined, null, 256, ['ES256']])(
    'knows nothing but the exact names: %j',
    (alg) => {
      expect(isSignatureAlgorithm(alg)).toBe(false)
    },
  )
})

describe('the lists', () => {
  it('[ENV-ALG-OPTIONAL] names exactly six algorithms', () => {
    expect(signatureAlgorithms).toEqual(supported)
  })

  it('[ENV-ALG-ALLOWLIST] is ES256 alone by default', () => {
    expect(defaultAlgorithms).toEqual(['ES256'])
  })

  it('[ENV-ALG-NONE] cannot be lengthened at run time', () => {
    expect(() => (signatureAlgorithms as string[]).push('none')).toThrow(TypeError)
    expect(isSignatureAlgorithm('none')).toBe(false)
  })
})

describe('checkAlgorithmList', () => {
  it.each([[['ES256']], [['PS256', 'ES256']], [supported]])('[ENV-ALG-OPTIONAL] takes %j as it is', (algorithms) => {
    expect(checkAlgorithmList(algorithms)).toEqual(algorithms)
  })

  it.each([[[]], [['none']], [['HS256']], [['ES256', 'HS256']], [['none', 'ES256']], [['RS256']], [['']]])(
    '[ENV-ALG-PROGRAMMER] throws a TypeError for %j',
    (algorithms) => {
      expect(() => checkAlgorithmList(algorithms)).toThrow(TypeError)
    },
  )
})
