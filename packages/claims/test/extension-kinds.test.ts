import { describe, expect, it } from 'vitest'
import type { ClaimContext, ClaimKind } from '../src/claim-kinds.ts'
import { limitedPolicyExtension, namedExtension, policyExtension } from '../src/extension-kinds.ts'
import type { JsonValue } from '../src/strict-json.ts'
import { refusal } from './refusal.ts'

const context: ClaimContext = { ids: 'uuid', maxParents: 100, notIntegers: new Set() }

/** The outcome of a kind for a claim named `c`: the value itself when it is accepted as it is. */
function judge(check: ClaimKind<unknown>, value: JsonValue, by: ClaimContext = context): unknown {
  let accepted: unknown
  const outcome = refusal(() => {
    accepted = check(value, 'c', by)
  })
  return outcome === 'accepted' ? accepted : outcome
}

it.each([namedExtension, policyExtension, limitedPolicyExtension])(
  '[ENV-NULL-TYPE] null and every other JSON type are refused (%#)',
  (check) => {
    for (const value of [null, 1, true, 'a', [], [{}]]) {
      expect([value, judge(check, value)]).toEqual([value, ['ECT_CLAIM_TYPE', 'c']])
    }
  },
)

describe('namedExtension', () => {
  const refused = ['ECT_CLAIM_EXT', 'c']
  const named = (name: string): JsonValue => ({ [name]: 1 })
  const levels = (count: number, inside: JsonValue): JsonValue =>
    Array.from({ length: count }).reduce<JsonValue>((value, _, at) => (at % 2 === 0 ? { a: value } : [value]), inside)

  it.each(['com.example.field', 'com.example', 'a.b', 'z9.0', 'COM.Example.Field_9-z', 'x-y_z.a-b_c'])(
    '[CLAIM-EXT-NAMES] takes a member named %s',
    (name) => {
      expect(judge(namedExtension, named(name))).toEqual(named(name))
    },
  )

  it.each([
    '',
    'field',
    '.',
    '.com.example',
    'com.',
    'com.example.',
    'com..example',
    '1com.example',
    '-com.example',
    '_com.example',
    'com example.field',
    'com.exa mple',
    'com.example/field',
    'com.exämple',
    'cöm.example',
    ' com.example',
    'com.example ',
    'com.example\n',
    '\ncom.example',
    'com:example.field',
  ])('[CLAIM-EXT-NAMES] refuses a member named %j', (name) => {
    expect(judge(namedExtension, named(name))).toEqual(refused)
    expect(judge(namedExtension, { 'com.example.a': 1, [name]: 1, 'com.example.z': 1 })).toEqual(refused)
  })

  it('[CLAIM-EXT-UNKNOWN] keeps any member; only names at the top are judged', () => {
    const value = { 'com.example.a': { plain: [null, 1.5, 'b'] }, 'org.other.b': true }
    expect(judge(namedExtension, value)).toEqual(value)
    expect(judge(namedExtension, {})).toEqual({})
  })

  it('[CLAIM-EXT-SIZE] takes 4,096 bytes of JSON and refuses 4,097', () => {
    const ofBytes = (bytes: number, character: string): JsonValue => {
      const length = bytes - Buffer.byteLength(JSON.stringify({ 'com.example.a': '' }))
      const wide = Math.floor(length / Buffer.byteLength(character))
      return { 'com.example.a': character.repeat(wide) + 'x'.repeat(length - wide * Buffer.byteLength(character)) }
    }
    for (const character of ['x', 'é', '\u{1f600}']) {
      expect(judge(namedExtension, ofBytes(4096, character))).toEqual(ofBytes(4096, character))
      expect(judge(namedExtension, ofBytes(4097, character))).toEqual(refused)
    }
  })

  it('[CLAIM-EXT-DEPTH] takes 5 levels, itself the first, and refuses 6', () => {
    for (const inside of [{}, [], { b: 1 }, [1, 'a', null]]) {
      expect(judge(namedExtension, { 'com.example.a': levels(3, inside) })).toEqual({
        'com.example.a': levels(3, inside),
      })
      expect(judge(namedExtension, { 'com.example.a': levels(4, inside) })).toEqual(refused)
    }
  })

  it('[CLAIM-EXT-DEPTH] finds the deepest member wherever it stands', () => {
    const deep = levels(5, 1)
    expect(judge(namedExtension, { 'com.example.a': 1, 'com.example.b': deep, 'com.example.c': [] })).toEqual(refused)
    expect(judge(namedExtension, { 'com.example.a': [1, [], deep, {}] })).toEqual(refused)
  })

  it('[CLAIM-EXT-DEPTH] refuses any nesting and any number of members without exhausting the stack', () => {
    expect(judge(namedExtension, { 'com.example.a': levels(20_000, 1) })).toEqual(refused)
    expect(judge(namedExtension, { 'com.example.a': Array(300_000).fill(1) })).toEqual(refused)
  })
})

describe('policyExtension', () => {
  const policy = { pol: 'policy_v1', pol_decision: 'rejected', pol_enforcer: 'somebody', pol_timestamp: 0 }

  it.each([policyExtension, limitedPolicyExtension])(
    '[REVISION-POLICY] takes the policy keys, any of them (%#)',
    (check) => {
      for (const value of [
        policy,
        {},
        { pol_decision: 'approved' },
        { pol: 'p' },
        { plain: [null], 'com.example.a': {} },
      ]) {
        expect(judge(check, value)).toEqual(value)
      }
    },
  )

  it.each([policyExtension, limitedPolicyExtension])(
    '[REVISION-POLICY] refuses malformed policy keys (%#)',
    (check) => {
      for (const [name, value, code] of [
        ['pol', '', 'ECT_CLAIM_STRING'],
        ['pol', null, 'ECT_CLAIM_TYPE'],
        ['pol_decision', 'Rejected', 'ECT_CLAIM_DECISION'],
        ['pol_decision', ['rejected'], 'ECT_CLAIM_TYPE'],
        ['pol_enforcer', '', 'ECT_CLAIM_STRING'],
        ['pol_timestamp', -1, 'ECT_CLAIM_INTEGER'],
        ['pol_timestamp', '1', 'ECT_CLAIM_TYPE'],
      ] as const) {
        expect(judge(check, { ...policy, [name]: value })).toEqual([code, `c.${name}`])
      }
    },
  )

  it('[ENV-INTEGER-FORM] refuses a policy time that is written with a fraction', () => {
    const fraction = { ...context, notIntegers: new Set(['c.pol_timestamp']) }
    expect(judge(policyExtension, policy, fraction)).toEqual(['ECT_CLAIM_INTEGER', 'c.pol_timestamp'])
  })

  it('reads no policy from a prototype', () => {
    expect(judge(policyExtension, Object.create({ pol_decision: 'maybe' }))).toEqual({})
  })

  it('[REVISION-EXT] judges neither names nor size nor depth without limits', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(7)}1${'}'.repeat(7)}`) as JsonValue
    expect(judge(policyExtension, deep)).toEqual(deep)
    expect(judge(policyExtension, { a: 'x'.repeat(5000) })).toEqual({ a: 'x'.repeat(5000) })
  })

  it('[REVISION-EXT] takes 4,096 bytes and 5 levels with limits, and no more', () => {
    const refused = ['ECT_CLAIM_EXT', 'c']
    const ofBytes = (bytes: number): JsonValue => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) })
    const ofLevels = (levels: number): JsonValue => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)
    expect(judge(limitedPolicyExtension, ofBytes(4096))).toEqual(ofBytes(4096))
    expect(judge(limitedPolicyExtension, ofBytes(4097))).toEqual(refused)
    expect(judge(limitedPolicyExtension, ofLevels(5))).toEqual(ofLevels(5))
    expect(judge(limitedPolicyExtension, ofLevels(6))).toEqual(refused)
  })
})
