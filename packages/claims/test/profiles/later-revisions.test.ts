import { describe, expect, it } from 'vitest'
import { checkClaims, checkConsistency, taskOf } from '../../src/claim-rules.ts'
import { profiles, type Revision } from '../../src/profiles/index.ts'
import { parseStrictJson } from '../../src/strict-json.ts'
import { refusal } from '../refusal.ts'
import { alice, bob } from '../tokens.ts'
import { digest, laterRoot as root } from './later-claims.ts'

const id = (last: number): string => `550e8400-e29b-41d4-a716-44665544000${last}`

/** What differs between the two on the wire. */
const later = {
  'ect-00': { parents: 'par', extension: 'ext' },
  'ect-01': { parents: 'pred', extension: 'ect_ext' },
} as const satisfies Partial<Record<Revision, object>>

describe.each(Object.entries(later))('%s', (name, { parents, extension }) => {
  const profile = profiles[name as keyof typeof later]
  const sourceOf = (changes: object) => {
    const { value: payload, notIntegers } = parseStrictJson(JSON.stringify({ ...root, [parents]: [], ...changes }), 'p')
    return { payload, notIntegers, profile }
  }
  const judge = (changes: object) =>
    refusal(() => {
      const source = sourceOf(changes)
      checkConsistency(source, checkClaims(source))
    })
  const view = (changes: object) => taskOf(sourceOf(changes), checkClaims(sourceOf(changes)))

  it('[REVISION-TASK-ID] [REVISION-PARENTS] jti names the task, and the parents are jtis', () => {
    const task = view({ jti: id(1).toUpperCase(), [parents]: [id(2).toUpperCase(), id(3)], wid: id(4) })
    expect(task).toMatchObject({ revision: name, taskId: id(1), tokenId: id(1), parents: [id(2), id(3)] })
    expect(task).toMatchObject({ agent: alice, audience: [bob], action: 'review_spec', workflowId: id(4) })
    expect(task).toMatchObject({ issuedAt: root.iat, expiresAt: root.exp, compensation: false, witnessedBy: [] })
    expect(judge({ [parents]: undefined })).toEqual(['ECT_CLAIM_MISSING', parents])
    expect(judge({ jti: undefined })).toEqual(['ECT_CLAIM_MISSING', 'jti'])
  })

  it('[REVISION-POLICY] the policy of the companion draft stands in the extension object', () => {
    const policy = { pol: 'p', pol_decision: 'rejected', pol_enforcer: 'somebody', pol_timestamp: root.iat }
    expect(view({ [extension]: policy })).toMatchObject({ policy: 'p', decision: 'rejected', enforcer: 'somebody' })
    expect(view({ pol: 'p', pol_decision: 'maybe' })).toMatchObject({ policy: undefined, decision: undefined })
    expect(judge({ [extension]: { pol_decision: 'maybe' } })).toEqual([
      'ECT_CLAIM_DECISION',
      `${extension}.pol_decision`,
    ])
    const late = { [extension]: { pol_timestamp: root.iat + 1 } }
    expect(judge(late)).toEqual(['ECT_CLAIM_POLICY_TIME', `${extension}.pol_timestamp`])
  })

  it.each([root.iat + 2, 'never', null])(
    '[CLAIM-POL-TIMESTAMP] the policy time is compared with iat, whatever the extension object calls so (%j)',
    (iat) => {
      const late = { [extension]: { iat, pol_timestamp: root.iat + 1 } }
      expect(judge(late)).toEqual(['ECT_CLAIM_POLICY_TIME', `${extension}.pol_timestamp`])
    },
  )

  it('[ENV-INTEGER-FORM] refuses a policy time written with a fraction', () => {
    const text = `{${JSON.stringify(root).slice(1, -1)},"${parents}":[],"${extension}":{"pol_timestamp":1772000000.0}}`
    const { value: payload, notIntegers } = parseStrictJson(text, 'payload')
    const outcome = refusal(() => checkClaims({ payload, notIntegers, profile }))
    expect(outcome).toEqual(['ECT_CLAIM_INTEGER', `${extension}.pol_timestamp`])
  })

  it('[REVISION-SUB] [REVISION-METADATA] claims that only execution-context-00 has are kept and mean nothing', () => {
    const others = { sub: '', compensation_required: true, witnessed_by: 'bob', exec_time_ms: -1, model_version: null }
    expect(judge(others)).toBe('accepted')
    expect(view(others)).toEqual(view({}))
    expect(checkClaims(sourceOf(others))).toMatchObject(others)
  })

  it('[REVISION-HASHES] hashes are SHA-256 without a prefix; the neutral view names the algorithm', () => {
    expect(view({ inp_hash: digest, out_hash: digest })).toMatchObject({
      inputHash: `sha-256:${digest}`,
      outputHash: `sha-256:${digest}`,
    })
    expect(view({})).toMatchObject({ inputHash: undefined, outputHash: undefined })
    expect(judge({ out_hash: `sha-256:${digest}` })).toEqual(['ECT_CLAIM_HASH', 'out_hash'])
    expect(judge({ inp_hash: `sha-256:${digest}` })).toEqual(['ECT_CLAIM_HASH', 'inp_hash'])
  })

  it('[CLAIM-EXP-AFTER-IAT] exp is after iat', () => {
    expect(judge({ exp: root.iat })).toEqual(['ECT_CLAIM_EXPIRY', 'exp'])
  })

  it('[REVISION-TASK-ID] the view of a root with the required claims only', () => {
    expect(view({})).toStrictEqual({
      revision: name,
      taskId: id(1),
      workflowId: undefined,
      tokenId: id(1),
      parents: [],
      agent: alice,
      audience: [bob],
      action: 'review_spec',
      issuedAt: root.iat,
      expiresAt: root.exp,
      policy: undefined,
      decision: undefined,
      enforcer: undefined,
      compensation: false,
      inputHash: undefined,
      outputHash: undefined,
      witnessedBy: [],
    })
  })

  it('[CLAIM-IDS-OPAQUE] identifiers stay as they are where they are opaque', () => {
    const source = sourceOf({ jti: 'Task-1', wid: 'Flow-1', [parents]: ['Task-0'] })
    const task = taskOf(source, checkClaims(source, { ids: 'opaque' }), { ids: 'opaque' })
    expect(task).toMatchObject({ taskId: 'Task-1', tokenId: 'Task-1', workflowId: 'Flow-1', parents: ['Task-0'] })
  })

  it('[CLAIM-AUD-ENTRIES] aud may be a list', () => {
    expect(view({ aud: [bob, alice] })).toMatchObject({ audience: [bob, alice] })
  })
})

it('[VERIFY-REVISION-NO-TID] every payload is one of at most one revision, under every typ', () => {
  const names = ['tid', 'par', 'pred'] as const
  for (const typ of ['wimse-exec+jwt', 'exec+jwt']) {
    for (let set = 0; set < 2 ** names.length; set++) {
      const payload = Object.fromEntries(names.filter((_, at) => set & (1 << at)).map((name) => [name, []]))
      const recognising = Object.values(profiles).filter(
        (profile) => profile.typ.accepted.includes(typ) && profile.recognises(payload, typ),
      )
      expect(recognising.length, `${typ} ${Object.keys(payload)}`).toBeLessThanOrEqual(1)
    }
  }
})
