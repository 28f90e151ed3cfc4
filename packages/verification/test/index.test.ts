import { expect, it } from 'vitest'
import * as verification from '../src/index.ts'

it('the package exports its front doors and nothing else', () => {
  expect(Object.keys(verification).sort()).toEqual([
    'createLevelVerifier',
    'createReplayMemory',
    'createVerifier',
    'createVerifierPool',
    'jwksKeys',
    'levelAt',
    'remoteJwksKeys',
    'verifyEct',
    'witKeys',
  ])
})
