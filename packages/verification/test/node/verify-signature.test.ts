import { expect, it } from 'vitest'
import { makeSignatureCheck } from '../../src/node/verify-signature.ts'
import { alice } from '../cast.ts'
import { describeSignatureCheck, signed } from '../signature-check-table.ts'

describeSignatureCheck('of Node', makeSignatureCheck)

it('answers at once: a promise would cost more than the signature', async () => {
  const { input, signature } = signed(alice)
  expect((await makeSignatureCheck(alice.jwk, 'ES256'))(input, signature)).toBe(true)
})
