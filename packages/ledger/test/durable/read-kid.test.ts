import { expect, it } from 'vitest'
import { aliceRekeyed, signedToken } from '../../contract/tokens.ts'
import { readKid } from '../../src/durable/read-kid.ts'

it('[LEDGER-EQUIVOCATION] the key of a token is read from its header alone', () => {
  const compact = signedToken({}, aliceRekeyed)
  const [header = ''] = compact.split('.')
  expect([compact, header, `${header}.x.y`].map(readKid)).toEqual(Array(3).fill(aliceRekeyed.kid))
})

it.each(['', '.', 'x', '?', 'bnVsbA', 'e30', 'eyJraWQiOjF9', 'InRleHQi'])(
  '[LEDGER-TAMPER] what has none is told apart: %j',
  (text) => {
    expect(readKid(text)).toBeUndefined()
  },
)
