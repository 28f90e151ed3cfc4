import { expect, it, vi } from 'vitest'
import { makeSignatureCheck } from '#verify-signature'
import { makeSignatureCheck as portable } from '../src/verify-signature.ts'
import { describeSuites } from './conformance-suites.ts'

// What browsers and workers use takes the place of the implementation for Node.
vi.mock('#verify-signature', () => import('../src/verify-signature.ts'))

it('the implementation over WebCrypto is in place', () => {
  expect(makeSignatureCheck).toBe(portable)
})

describeSuites('signatures by WebCrypto')
