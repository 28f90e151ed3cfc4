import { expect, it } from 'vitest'
import { alice, laterToken, signedToken, token, uuid, verified } from '../contract/tokens.ts'
import { tokenIdentity } from '../src/token-identity.ts'

it('[RECORD-FIRST-ENTRY] a signing input says its issuer and jti, in every revision and kind of ids', () => {
  const tokens = [
    token({ jti: uuid(1) }),
    laterToken('ect-00', { jti: uuid(1) }),
    laterToken('ect-01', { jti: uuid(1) }),
  ]
  for (const { signingInput } of tokens)
    expect(tokenIdentity(signingInput)).toEqual({ issuer: alice.agent, tokenId: uuid(1) })
  const opaque = verified(signedToken({ jti: 'token-1', tid: 'task-1' }), { ids: 'opaque' })
  expect(tokenIdentity(opaque.signingInput)).toEqual({ issuer: alice.agent, tokenId: 'token-1' })
})

it('[RECORD-FIRST-ENTRY] what is no signing input says nothing', () => {
  const { compact, signingInput } = token()
  const withoutIds = signedToken({ jti: undefined }).split('.').slice(0, 2).join('.')
  for (const text of ['', '.', 'x'.repeat(100_000), compact, signingInput.slice(1), withoutIds]) {
    expect(tokenIdentity(text)).toBeUndefined()
  }
})
