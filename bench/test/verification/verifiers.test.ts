import { describe, expect, it } from 'vitest'
import { type SignedToken, signedTokens } from '../../src/signed-tokens.ts'
import { parsing, plainParsing, replay } from '../../src/verification/stages.ts'
import * as verifiers from '../../src/verification/verifiers.ts'

const { rawDer, rawJose, ours, oursInFlight, makeVerifier, jose, joseInFlight } = verifiers
const { fastJwt, jsonWebToken, nodeRs, noble } = verifiers
const inFlight = oursInFlight('ours, in flight', makeVerifier)
const all = [rawDer, rawJose, ours, inFlight, jose, joseInFlight, fastJwt, jsonWebToken, nodeRs, noble]

/** The same token with another signature of the same form. */
function forged(token: SignedToken, other: SignedToken): SignedToken {
  const compact = `${token.signingInput}.${other.compact.split('.')[2]}`
  return { ...token, compact, der: other.der, jose: other.jose }
}

describe.each(all)('$name', ({ start }) => {
  it('accepts what it is timed with', async () => {
    const run = await start()
    await expect(Promise.resolve(run(await signedTokens(3)))).resolves.toBeUndefined()
  })

  it('is stopped by a token with another signature, so that no refusal is timed', async () => {
    const [one, other] = await signedTokens(2)
    if (one === undefined || other === undefined) throw new TypeError('there are two')
    const run = await start()
    await expect((async () => run([forged(one, other)]))()).rejects.toThrow(Error)
  })
})

it.each([parsing, plainParsing, replay])('$name is done with what it is timed with', async ({ start }) => {
  const run = await start()
  await expect(Promise.resolve(run(await signedTokens(3)))).resolves.toBeUndefined()
})
