import { describe, expect, expectTypeOf, it } from 'vitest'
import type { SignatureAlgorithm } from '../src/algorithms.ts'
import type { ClaimSource } from '../src/claim-rules.ts'
import { decodeEct } from '../src/decode-ect.ts'
import type { ExecutionContext00Claims } from '../src/profiles/execution-context-00-claims.ts'
import type { ClaimsByRevision, Revision } from '../src/profiles/index.ts'
import type { Admission, AdmittedEct, DecodedEct, SupportingEct, VerifiedEct } from '../src/stages.ts'
import type { JsonObject } from '../src/strict-json.ts'
import { compactOf } from './tokens.ts'

/** Stands for every function that needs a verified token. */
const record = (token: VerifiedEct): VerifiedEct => token

describe('the stages of a token', () => {
  it('[ENV-TYPED-AFTER-VERIFY] a decoded token does not compile where a verified one is due', () => {
    const decoded = decodeEct(compactOf())
    // @ts-expect-error: nothing has checked its signature
    expect(record(decoded)).toBe(decoded)
    expectTypeOf<DecodedEct>().not.toExtend<VerifiedEct>()
    expectTypeOf<DecodedEct>().not.toHaveProperty('task')
    expectTypeOf<DecodedEct>().not.toHaveProperty('claims')
    expectTypeOf<DecodedEct['payload']>().toEqualTypeOf<JsonObject>()
  })

  it('[ENV-TYPED-AFTER-VERIFY] nobody writes a stage by hand', () => {
    type Unbranded<Stage> = Pick<Stage, Extract<keyof Stage, string>>
    expectTypeOf<Unbranded<DecodedEct>>().not.toExtend<DecodedEct>()
    expectTypeOf<Unbranded<SupportingEct>>().not.toExtend<SupportingEct>()
    expectTypeOf<Unbranded<VerifiedEct>>().not.toExtend<VerifiedEct>()
    expectTypeOf<Unbranded<AdmittedEct>>().not.toExtend<AdmittedEct>()
    // The brands are for the compiler: nothing of them exists at run time.
    expect(Object.getOwnPropertySymbols(decodeEct(compactOf()))).toEqual([])
  })

  it('a supporting token may stand as a parent but does not compile where a verified one is due', () => {
    expectTypeOf<SupportingEct>().not.toExtend<VerifiedEct>()
    expectTypeOf<VerifiedEct>().toExtend<SupportingEct>()
    expectTypeOf<DecodedEct>().not.toExtend<SupportingEct>()
    const recordSupporting = (token: SupportingEct): VerifiedEct =>
      // @ts-expect-error: whether it is for us and for now was not judged
      record(token)
    expect(recordSupporting).toHaveLength(1)
  })

  it('no stage passes for another', () => {
    expectTypeOf<VerifiedEct>().not.toExtend<DecodedEct>()
    expectTypeOf<VerifiedEct>().not.toExtend<AdmittedEct>()
    expectTypeOf<AdmittedEct>().not.toExtend<VerifiedEct>()
    expectTypeOf<Parameters<Admission>[0]>().toEqualTypeOf<VerifiedEct>()
    expectTypeOf<ReturnType<Admission>>().toEqualTypeOf<AdmittedEct>()
    expect(record).toHaveLength(1)
  })

  it('[ENV-TYPED-AFTER-VERIFY] a verified token has the claims of its revision', () => {
    expectTypeOf<VerifiedEct['claims']>().toEqualTypeOf<ClaimsByRevision[Revision]>()
    expectTypeOf<VerifiedEct<ExecutionContext00Claims>['claims']>().toEqualTypeOf<ExecutionContext00Claims>()
    expectTypeOf<VerifiedEct['header']['alg']>().toEqualTypeOf<SignatureAlgorithm>()
    expectTypeOf<DecodedEct>().toExtend<ClaimSource>()
    expect(decodeEct(compactOf()).header.alg).toBe('ES256')
  })
})
