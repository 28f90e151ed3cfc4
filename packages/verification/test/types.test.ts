import { type DecodedEct, decodeEct, type EctClaims, type SupportingEct, type VerifiedEct } from '@wimse-ect/claims'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { createVerifier, type GraphCheck, type Verifier, type VerifierOptions, verifyEct } from '../src/index.ts'
import { bob } from './cast.ts'
import { errorOf } from './refusal.ts'
import { ect } from './tokens.ts'
import { bobOptions, verifierForBob } from './verifier-for-bob.ts'

const { audience, keys } = bobOptions

describe('[ENV-TYPED-AFTER-VERIFY] the stages are types', () => {
  it('a decoded token does not compile where a verified one is due', () => {
    const archive: VerifiedEct[] = []
    const decoded = decodeEct(ect())
    // @ts-expect-error DecodedEct is not VerifiedEct
    archive.push(decoded)
    expectTypeOf<DecodedEct>().not.toExtend<VerifiedEct>()
    expect(archive).toHaveLength(1)
  })

  it('nor does an object that only looks like one', async () => {
    const verified = await verifierForBob().verify(ect())
    const { compact, signingInput, header, claims, task, ids, verifiedAt } = verified
    // @ts-expect-error the brand is missing, and nobody but the verification can give it
    const forged: VerifiedEct = { compact, signingInput, header, claims, task, ids, verifiedAt }
    expect(forged).toEqual(verified)
  })

  it('claims and task exist from the verified token on', async () => {
    expectTypeOf<DecodedEct>().not.toHaveProperty('claims')
    expectTypeOf<DecodedEct>().not.toHaveProperty('task')
    const verified = await verifierForBob().verify(ect())
    expectTypeOf(verified).toEqualTypeOf<VerifiedEct>()
    expectTypeOf(verified.claims).toEqualTypeOf<EctClaims>()
    expect(verified).toHaveProperty('task')
  })

  it('every way to verify gives verified tokens', async () => {
    expectTypeOf<Verifier['verify']>().returns.resolves.toEqualTypeOf<VerifiedEct>()
    expectTypeOf(verifyEct).returns.resolves.toEqualTypeOf<VerifiedEct>()
    const { subjects, supporting } = await verifierForBob().verifyAll([ect()])
    expectTypeOf(subjects).toEqualTypeOf<readonly VerifiedEct[]>()
    expectTypeOf(supporting).toEqualTypeOf<readonly SupportingEct[]>()
    expectTypeOf<SupportingEct>().not.toExtend<VerifiedEct>()
    const answer = await verifierForBob().verifyUnlessRecorded(ect(), async () => 7)
    expectTypeOf(answer).toEqualTypeOf<{ readonly entry: number } | { readonly token: VerifiedEct }>()
    expectTypeOf<Parameters<GraphCheck>[0]>().toEqualTypeOf<VerifiedEct>()
    expect(answer).toEqual({ entry: 7 })
  })
})

describe('what a verifier cannot do without', () => {
  it('forgetting the audience does not compile', async () => {
    // @ts-expect-error audience is required
    expect(() => createVerifier({ keys })).toThrow(TypeError)
    // @ts-expect-error audience is required
    expect(await errorOf(() => verifyEct(ect(), { keys }))).toBeInstanceOf(TypeError)
    expectTypeOf<{ audience: undefined; keys: typeof keys }>().not.toExtend<VerifierOptions>()
  })

  it('forgetting the keys does not compile', async () => {
    // @ts-expect-error keys are required
    expect(() => createVerifier({ audience })).toThrow(TypeError)
    // @ts-expect-error keys are required
    expect(await errorOf(() => verifyEct(ect(), { audience }))).toBeInstanceOf(TypeError)
  })

  it('neither do algorithms that are not supported', () => {
    // @ts-expect-error none is no algorithm
    expect(() => createVerifier({ audience: bob.id, keys, algorithms: ['none'] })).toThrow(TypeError)
    // @ts-expect-error HS256 is not asymmetric
    expect(() => createVerifier({ audience: bob.id, keys, algorithms: ['HS256'] })).toThrow(TypeError)
  })
})
