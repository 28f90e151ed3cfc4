import { type EctError, profiles } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { createLevelVerifier, type LevelOptions, levelAt, type SignedAtLevel } from '../src/level-verifier.ts'
import { alice, bob, mallory } from './cast.ts'
import { refusal } from './refusal.ts'
import { base64url, ect, flipped, now, uuid, withSignature } from './tokens.ts'
import { bobOptions } from './verifier-for-bob.ts'

const level2 = { ...bobOptions, revisions: ['ect-01'], minimumLevel: 2 } as const satisfies LevelOptions
const level1 = { ...level2, minimumLevel: 1, dangerouslyAcceptUnsigned: true } as const
/** Knows one receipt for every token. */
const checkReceipt = (receipt: string, compact: string): void => {
  if (receipt !== `receipt of ${compact}`) throw new TypeError('no receipt of this token')
}
const level3 = { ...level2, minimumLevel: 3, checkReceipt } as const

const claims = { iss: alice.id, aud: bob.id, iat: now - 60, exp: now + 540, exec_act: 'review_spec', pred: [] }

/** A signed token of ect-01. */
const signed = (n: number, header: object = {}): string =>
  ect({ header: { typ: 'exec+jwt', ...header }, payload: JSON.stringify({ ...claims, jti: uuid(n) }) })

/** A token of ect-01 that nobody signed. */
const unsigned = (n: number, changes: object = {}): string =>
  base64url(JSON.stringify({ ...claims, jti: uuid(n), ...changes }))

const below = ['ECT_TOKEN_LEVEL', undefined]

describe('level 1', () => {
  it('[REVISION-LEVEL-1] takes an unsigned token only from who says so, and judges its claims', async () => {
    const verifier = createLevelVerifier(level1)
    const token = await verifier.verify(unsigned(1))
    expect(token).toMatchObject({ unsigned: { claims, task: { agent: alice.id, taskId: uuid(1) }, verifiedAt: now } })
    expect(levelAt(token, now)).toBe(1)
    for (const [changes, code] of [
      [{ aud: alice.id }, 'ECT_PARTY_AUDIENCE'],
      [{ exp: now }, 'ECT_TIME_EXPIRED'],
      [{ iat: now + 31 }, 'ECT_TIME_FUTURE'],
      [{ exec_act: '' }, 'ECT_CLAIM_STRING'],
      [{ ect_ext: { pol_timestamp: now } }, 'ECT_CLAIM_POLICY_TIME'],
      [{ par: [] }, 'ECT_TOKEN_REVISION'],
    ] as const) {
      expect((await refusal(() => verifier.verify(unsigned(2, changes))))[0], code).toBe(code)
    }
  })

  it.each(Object.keys(profiles['ect-01'].claims))('[REVISION-LEVEL-1] judges the claim %s too', async (name) => {
    const verify = () => createLevelVerifier(level1).verify(unsigned(1, { [name]: null }))
    expect(await refusal(verify)).toEqual(['ECT_CLAIM_TYPE', name])
  })

  it.each([
    ['2', level2],
    ['3', level3],
    ['1 without the dangerous option', { ...level2, minimumLevel: 1 }],
  ] as const)('[REVISION-LEAST-LEVEL] refuses it where the least level is %s', async (_, options) => {
    expect(await refusal(() => createLevelVerifier(options).verify(unsigned(1)))).toEqual(below)
  })

  it('[REVISION-ENVELOPE] refuses it in revisions that have no such level', async () => {
    const verifier = createLevelVerifier({ ...level1, revisions: ['ect-00', 'execution-context-00'] })
    expect(await refusal(() => verifier.verify(unsigned(1)))).toEqual(['ECT_TOKEN_REVISION', undefined])
  })

  it('[REVISION-ENVELOPE] a JWS that is not genuine never passes as an unsigned token', async () => {
    const verifier = createLevelVerifier(level1)
    const token = signed(1)
    const [header, payload] = token.split('.')
    expect(await refusal(() => verifier.verify(withSignature(token, flipped)))).toEqual([
      'ECT_SIGNATURE_INVALID',
      undefined,
    ])
    expect(await refusal(() => verifier.verify(`${header}.${payload}.`))).toEqual(['ECT_TOKEN_SEGMENTS', undefined])
    expect(await refusal(() => verifier.verify(`${header}.${payload}`))).toEqual(['ECT_TOKEN_SEGMENTS', undefined])
    expect(await refusal(() => verifier.verify(signed(1, { alg: 'none' })))).toEqual(['ECT_HEADER_ALG', 'alg'])
    expect(await refusal(() => verifier.verify(signed(1, { kid: mallory.kid })))).toEqual([
      'ECT_SIGNATURE_INVALID',
      undefined,
    ])
  })

  it('[REVISION-LEVEL-3] has no receipt', async () => {
    const verifier = createLevelVerifier({ ...level1, checkReceipt: () => {} })
    expect(await refusal(() => verifier.verify(unsigned(1), { receipt: 'any' }))).toEqual([
      'ECT_PROOF_TOKEN',
      undefined,
    ])
  })

  it('[VERIFY-REPLAY-SEEN] comes once, and uses up no jti of a signed token', async () => {
    const verifier = createLevelVerifier(level1)
    await verifier.verify(unsigned(1))
    expect(await refusal(() => verifier.verify(unsigned(1)))).toEqual(['ECT_REPLAY_SEEN', 'jti'])
    expect(levelAt(await verifier.verify(signed(1)), now)).toBe(2)
  })
})

describe('level 2', () => {
  it('[REVISION-ENVELOPE] is a signed token without a receipt', async () => {
    const token = await createLevelVerifier(level2).verify(signed(1))
    expect(token).toMatchObject({ token: { task: { revision: 'ect-01' } }, receipt: undefined })
    expect(levelAt(token, now)).toBe(2)
  })

  it('[VERIFY-REPLAY-SEEN] comes once', async () => {
    const verifier = createLevelVerifier(level2)
    await verifier.verify(signed(1))
    expect(await refusal(() => verifier.verify(signed(1)))).toEqual(['ECT_REPLAY_SEEN', 'jti'])
  })

  it('[VERIFY-ORDER-15-DAG] is judged by the graph', async () => {
    const seen: string[] = []
    const graph: LevelOptions['graph'] = ({ task }) => void seen.push(task.taskId)
    await createLevelVerifier({ ...level2, graph }).verify(signed(1))
    expect(seen).toEqual([uuid(1)])
  })

  it('[REVISION-LEVEL-3] a check that answers false instead of throwing makes no level 3', async () => {
    const verifier = createLevelVerifier({ ...level2, checkReceipt: async () => false })
    expect(await refusal(() => verifier.verify(signed(1), { receipt: 'any' }))).toEqual([
      'ECT_PROOF_INCLUSION',
      undefined,
    ])
    const token = await verifier.verify(signed(1))
    expect(await refusal(() => verifier.confirm(token as SignedAtLevel<'ect-01'>, 'any'))).toEqual([
      'ECT_PROOF_INCLUSION',
      undefined,
    ])
  })

  it('[REVISION-LEAST-LEVEL] does not pass for level 3, and may come again with its receipt', async () => {
    const verifier = createLevelVerifier(level3)
    const token = signed(1)
    expect(await refusal(() => verifier.verify(token))).toEqual(below)
    expect(levelAt(await verifier.verify(token, { receipt: `receipt of ${token}` }), now + 10_000)).toBe(3)
  })
})

describe('level 3', () => {
  const lasting = { ...level3, receiptDeadline: 60 }

  it('[REVISION-LEVEL-3] lasts until the deadline without a receipt, and then is level 2 again', async () => {
    const token = await createLevelVerifier(lasting).verify(signed(1))
    expect([now, now + 59, now + 60].map((at) => levelAt(token, at))).toEqual([3, 3, 2])
  })

  it('[REVISION-LEVEL-3] lasts for good once the receipt has come', async () => {
    const verifier = createLevelVerifier(lasting)
    const text = signed(1)
    const token = (await verifier.verify(text)) as SignedAtLevel<'ect-01'>
    const confirmed = await verifier.confirm(token, `receipt of ${text}`)
    expect(levelAt(confirmed, now + 1e9)).toBe(3)
    expect(levelAt(token, now + 60)).toBe(2)
    await expect(verifier.confirm(token, 'receipt of another')).rejects.toThrow(TypeError)
  })

  it('[REVISION-LEVEL-3] a receipt that does not hold is refused also where none is needed', async () => {
    const verifier = createLevelVerifier({ ...level2, checkReceipt })
    await expect(verifier.verify(signed(1), { receipt: 'receipt of another' })).rejects.toThrow(TypeError)
    expect(levelAt(await verifier.verify(signed(1)), now)).toBe(2)
  })

  it('[REVISION-LEVEL-3] a check that answers later is waited for', async () => {
    const slow = async () => Promise.reject(new Error('no such receipt'))
    const verifier = createLevelVerifier({ ...level3, checkReceipt: slow })
    await expect(verifier.verify(signed(1), { receipt: 'any' })).rejects.toThrow('no such receipt')
  })

  it('a receipt without a way to check it is a mistake of the programmer', async () => {
    await expect(createLevelVerifier(level2).verify(signed(1), { receipt: 'any' })).rejects.toThrow(TypeError)
  })
})

describe('options', () => {
  it.each([
    ['no level', { ...level2, minimumLevel: undefined }],
    ['level 0', { ...level2, minimumLevel: 0 }],
    ['level 4', { ...level2, minimumLevel: 4 }],
    ['level "1"', { ...level2, minimumLevel: '1' }],
    ['unsigned tokens at level 2', { ...level1, minimumLevel: 2 }],
    ['a dangerous option that is no boolean', { ...level1, dangerouslyAcceptUnsigned: 'false' }],
    ['level 3 without a check', { ...level2, minimumLevel: 3 }],
    ['a check that is no function', { ...level3, checkReceipt: 'yes' }],
    ['a deadline that is no number', { ...level3, receiptDeadline: Number.NaN }],
    ['no audience', { ...level2, audience: '' }],
  ])('[REVISION-LEAST-LEVEL] refuses %s', (_, options) => {
    expect(() => createLevelVerifier(options as LevelOptions)).toThrow(TypeError)
  })
})

it('[VERIFY-CLOCK-ONCE] judges by the given time, and takes keys for one call', async () => {
  const verifier = createLevelVerifier(level2)
  expect(await refusal(() => verifier.verify(signed(1), { now: now + 540 }))).toEqual(['ECT_TIME_EXPIRED', 'exp'])
  const failure = await verifier.verify(signed(1), { keys: () => undefined }).catch((error: EctError) => error.code)
  expect(failure).toBe('ECT_KEY_UNKNOWN')
  await expect(verifier.verify(signed(1), { now: -1 })).rejects.toThrow(TypeError)
})
