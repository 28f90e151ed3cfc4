import { decodeEct, decodeUnsignedEct, type Revision } from '@wimse-ect/claims'
import { beforeAll, describe, expect, it } from 'vitest'
import { dangerouslyWriteUnsignedEct, type GeneratedKey, generateKey, signEct } from '../src/index.ts'
import { alice, bob, now } from './agents.ts'
import { outcome } from './outcome.ts'

let key: GeneratedKey

beforeAll(async () => {
  key = await generateKey({ kid: 'alice-key', subject: alice })
})

const task = { iss: alice, aud: bob, exec_act: 'review_spec' }
const read = (compact: string, revision: Revision) => decodeEct(compact, { revisions: [revision] })

describe('signEct', () => {
  it('[REVISION-CALLER] [REVISION-TYP] signs in the revision that is named, and fills in no tid', async () => {
    const options = { key: key.privateKey, now }
    const ect00 = read(await signEct({ ...task, par: [] }, { ...options, revision: 'ect-00' }), 'ect-00')
    const ect01 = read(await signEct({ ...task, pred: [] }, { ...options, revision: 'ect-01' }), 'ect-01')
    expect([ect00.header.typ, ect01.header.typ]).toEqual(['wimse-exec+jwt', 'exec+jwt'])
    for (const { payload } of [ect00, ect01]) {
      expect(payload).toMatchObject({ iat: now, exp: now + 600, jti: expect.any(String) })
      expect(payload).not.toHaveProperty('tid')
    }
  })

  it('[REVISION-CALLER] refuses the claims of another revision, to the compiler and at run time', async () => {
    const options = { key: key.privateKey, now }
    // @ts-expect-error: ect-01 has pred
    const withPar = signEct({ ...task, par: [] }, { ...options, revision: 'ect-01' })
    expect(await outcome(() => withPar)).toBe('ECT_CLAIM_MISSING')
    // @ts-expect-error: ect-00 has no tid
    const withTid = signEct({ ...task, par: [], tid: 'a' }, { ...options, revision: 'ect-00' })
    expect(await outcome(() => withTid)).toBe('ECT_TOKEN_REVISION')
  })

  it('[CLAIM-UUID-WRITTEN] writes ids of pred in lower case', async () => {
    const parent = 'AAAAAAAA-0000-4000-8000-000000000001'
    const compact = await signEct({ ...task, pred: [parent] }, { key: key.privateKey, now, revision: 'ect-01' })
    expect(read(compact, 'ect-01').payload.pred).toEqual([parent.toLowerCase()])
  })

  it('[DAG-SELF] refuses a task that names its own jti as a parent', async () => {
    const jti = 'aaaaaaaa-0000-4000-8000-000000000001'
    const signing = signEct({ ...task, jti, pred: [jti] }, { key: key.privateKey, now, revision: 'ect-01' })
    expect(await outcome(() => signing)).toBe('ECT_DAG_CYCLE')
  })
})

describe('dangerouslyWriteUnsignedEct', () => {
  const write = (changes: object = {}, options: object = {}) =>
    dangerouslyWriteUnsignedEct({ ...task, pred: [], ...changes }, { now, revision: 'ect-01', ...options })

  it('[REVISION-LEVEL-1] writes the completed claims without a signature', () => {
    const { payload } = decodeUnsignedEct(write(), { revisions: ['ect-01'] })
    expect(payload).toMatchObject({ ...task, pred: [], iat: now, exp: now + 600, jti: expect.any(String) })
  })

  it('applies the rules of a verifier', async () => {
    expect(await outcome(async () => write({ exec_act: '' }))).toBe('ECT_CLAIM_STRING')
    expect(await outcome(async () => write({ exp: now }))).toBe('ECT_CLAIM_EXPIRY')
    expect(await outcome(async () => write({ iat: now - 901, exp: now + 1 }))).toBe('ECT_TIME_TOO_OLD')
    expect(await outcome(async () => write({}, { ids: 'any' }))).toBe('TypeError')
  })

  it('[REVISION-ENVELOPE] refuses revisions whose tokens are always signed', async () => {
    const writing = async () => dangerouslyWriteUnsignedEct({ ...task, par: [] }, { now, revision: 'ect-00' })
    expect(await outcome(writing)).toBe('ECT_TOKEN_REVISION')
  })
})
