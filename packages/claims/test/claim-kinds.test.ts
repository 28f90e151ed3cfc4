import { describe, expect, it } from 'vitest'
import * as kind from '../src/claim-kinds.ts'
import type { JsonValue } from '../src/strict-json.ts'
import { refusal } from './refusal.ts'
import { alice } from './tokens.ts'

const uuid = '550e8400-e29b-41d4-a716-446655440000'
const context: kind.ClaimContext = { ids: 'uuid', maxParents: 100, notIntegers: new Set() }
const opaque: kind.ClaimContext = { ...context, ids: 'opaque' }

/** The outcome of a kind for a claim named `c`: the value itself when it is accepted as it is. */
function judge(check: kind.ClaimKind<unknown>, value: JsonValue, by: kind.ClaimContext = context): unknown {
  let accepted: unknown
  const outcome = refusal(() => {
    accepted = check(value, 'c', by)
  })
  return outcome === 'accepted' ? accepted : outcome
}

const uuids = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `550e8400-e29b-41d4-a716-${String(at).padStart(12, '0')}`)

describe('types', () => {
  it.each([
    ['text', kind.text, [null, 1, true, [], {}, ['a']]],
    ['action', kind.action, [null, 1, true, [], {}, ['a']]],
    ['spiffeId', kind.spiffeId, [null, 1, true, [], {}, [alice]]],
    ['identifier', kind.identifier, [null, 1, true, [], {}, [uuid]]],
    ['integer', kind.integer, [null, '1', true, [], {}, [1]]],
    ['boolean', kind.boolean, [null, 0, 1, 'true', '', [], {}]],
    ['audience', kind.audience, [null, 1, true, {}, { 0: 'a', length: 1 }]],
    ['parents', kind.parents, [null, 1, true, uuid, {}, { length: 0 }]],
    ['texts', kind.texts, [null, 1, true, 'a', {}, { length: 0 }]],
    ['decision', kind.decision, [null, 1, true, [], {}, ['approved']]],
    ['hash', kind.hash, [null, 1, true, [], {}]],
    ['extension', kind.extension, [null, 1, true, 'a', [], [{}]]],
  ] as const)('[ENV-NULL-TYPE] null and every other JSON type are refused by %s', (_name, check, values) => {
    for (const value of values) expect([value, judge(check, value)]).toEqual([value, ['ECT_CLAIM_TYPE', 'c']])
  })
})

describe('text', () => {
  it('[CLAIM-TEXT-NON-EMPTY] takes any string but the empty one', () => {
    expect(judge(kind.text, ' ')).toBe(' ')
    expect(judge(kind.text, 'a\nb')).toBe('a\nb')
    expect(judge(kind.text, '')).toEqual(['ECT_CLAIM_STRING', 'c'])
  })
})

describe('action', () => {
  const refused = ['ECT_CLAIM_STRING', 'c']

  it('[CLAIM-EXEC-ACT-LENGTH] takes 1 to 256 bytes', () => {
    expect(judge(kind.action, '')).toEqual(refused)
    expect(judge(kind.action, 'a')).toBe('a')
    expect(judge(kind.action, 'a'.repeat(256))).toBe('a'.repeat(256))
    expect(judge(kind.action, 'a'.repeat(257))).toEqual(refused)
  })

  it('[CLAIM-EXEC-ACT-LENGTH] counts bytes, not characters', () => {
    expect(judge(kind.action, 'é'.repeat(128))).toBe('é'.repeat(128))
    expect(judge(kind.action, `${'é'.repeat(128)}a`)).toEqual(refused)
  })

  it.each(['\u0000', '\t', '\n', '\u001f', '\u007f', '\u0085'])('[CLAIM-EXEC-ACT-CONTROL] refuses %j', (character) => {
    expect(judge(kind.action, `review${character}spec`)).toEqual(refused)
  })
})

describe('spiffeId', () => {
  it('[CLAIM-ISS-SPIFFE] takes a SPIFFE ID and refuses other strings', () => {
    expect(judge(kind.spiffeId, alice)).toBe(alice)
    for (const value of ['', 'alice', 'https://example.com/agent/alice', `${alice}/`]) {
      expect(judge(kind.spiffeId, value)).toEqual(['ECT_CLAIM_SPIFFE_ID', 'c'])
    }
  })
})

describe('identifier', () => {
  it('[CLAIM-UUID-FORM] takes a UUID as it is written and refuses other strings', () => {
    expect(judge(kind.identifier, uuid.toUpperCase())).toBe(uuid.toUpperCase())
    for (const value of ['', 'task-001', `${uuid}0`]) {
      expect(judge(kind.identifier, value)).toEqual(['ECT_CLAIM_ID', 'c'])
    }
  })

  it('[CLAIM-IDS-OPAQUE] takes short names where those are in use', () => {
    expect(judge(kind.identifier, 'task-001', opaque)).toBe('task-001')
    expect(judge(kind.identifier, 'task 001', opaque)).toEqual(['ECT_CLAIM_ID', 'c'])
  })
})

describe('integer', () => {
  it.each([0, 1, 1_772_000_000, Number.MAX_SAFE_INTEGER])('[ENV-INTEGER-FORM] takes %d', (value) => {
    expect(judge(kind.integer, value)).toBe(value)
  })

  it.each([-1, Number.MIN_SAFE_INTEGER, 2 ** 53, 1e300, 1.5, 0.1, Number.NaN, Number.POSITIVE_INFINITY])(
    '[ENV-INTEGER-FORM] refuses %d',
    (value) => {
      expect(judge(kind.integer, value)).toEqual(['ECT_CLAIM_INTEGER', 'c'])
    },
  )

  it('[ENV-INTEGER-FORM] refuses an integer that was written with a fraction or exponent', () => {
    const notIntegers = new Set(['c'])
    expect(judge(kind.integer, 1, { ...context, notIntegers })).toEqual(['ECT_CLAIM_INTEGER', 'c'])
    expect(judge(kind.integer, 1, { ...context, notIntegers: new Set(['other']) })).toBe(1)
  })
})

describe('boolean', () => {
  it('[CLAIM-COMPENSATION-REQUIRED] takes true and false', () => {
    expect(judge(kind.boolean, true)).toBe(true)
    expect(judge(kind.boolean, false)).toBe(false)
  })
})

describe('audience', () => {
  const refused = ['ECT_CLAIM_AUDIENCE', 'c']

  it('[CLAIM-AUD-WRITTEN-BACK] takes a string or an array and leaves it what it is', () => {
    expect(judge(kind.audience, 'bob')).toBe('bob')
    expect(judge(kind.audience, ['bob'])).toEqual(['bob'])
    expect(judge(kind.audience, ['bob', 'ledger', 'bob'])).toEqual(['bob', 'ledger', 'bob'])
  })

  it('[CLAIM-AUD-ENTRIES] refuses none, and an empty entry anywhere', () => {
    for (const value of ['', [], [''], ['', 'bob'], ['bob', '']]) expect(judge(kind.audience, value)).toEqual(refused)
  })

  it('[CLAIM-AUD-ENTRIES] names the entry that is no string', () => {
    expect(judge(kind.audience, ['bob', 1, null])).toEqual(['ECT_CLAIM_TYPE', 'c[1]'])
    expect(judge(kind.audience, [['bob']])).toEqual(['ECT_CLAIM_TYPE', 'c[0]'])
  })

  it('[CLAIM-AUD-LIMIT] takes 64 entries and refuses 65', () => {
    expect(judge(kind.audience, Array(64).fill('bob'))).toHaveLength(64)
    expect(judge(kind.audience, Array(65).fill('bob'))).toEqual(refused)
  })
})

describe('parents', () => {
  const refused = ['ECT_CLAIM_PARENTS', 'c']

  it('[CLAIM-PAR-ROOT] takes an empty array', () => {
    expect(judge(kind.parents, [])).toEqual([])
  })

  it('[CLAIM-PAR-LIMIT] takes as many as the limit says and refuses one more', () => {
    expect(judge(kind.parents, uuids(100))).toEqual(uuids(100))
    expect(judge(kind.parents, uuids(101))).toEqual(refused)
    expect(judge(kind.parents, uuids(3), { ...context, maxParents: 3 })).toEqual(uuids(3))
    expect(judge(kind.parents, uuids(4), { ...context, maxParents: 3 })).toEqual(refused)
    expect(judge(kind.parents, uuids(1), { ...context, maxParents: Number.NaN })).toEqual(refused)
  })

  it('[CLAIM-PAR-UUID] names the entry that is no identifier or no string', () => {
    expect(judge(kind.parents, [uuid, 'task-001'])).toEqual(['ECT_CLAIM_ID', 'c[1]'])
    expect(judge(kind.parents, ['', uuid])).toEqual(['ECT_CLAIM_ID', 'c[0]'])
    expect(judge(kind.parents, [uuid, null])).toEqual(['ECT_CLAIM_TYPE', 'c[1]'])
  })

  it('[CLAIM-PAR-DUPLICATE] refuses one task twice, in whatever case it is written', () => {
    const [first, second] = uuids(2)
    expect(judge(kind.parents, [uuid, uuid])).toEqual(refused)
    expect(judge(kind.parents, [uuid, ...uuids(2), uuid.toUpperCase()])).toEqual(refused)
    expect(judge(kind.parents, [first, second] as string[])).toEqual([first, second])
  })

  it('[CLAIM-IDS-OPAQUE-BYTEWISE] takes opaque ids that differ in case only', () => {
    expect(judge(kind.parents, ['task-1', 'Task-1'], opaque)).toEqual(['task-1', 'Task-1'])
    expect(judge(kind.parents, ['task-1', 'task-1'], opaque)).toEqual(refused)
    expect(judge(kind.parents, ['task 1'], opaque)).toEqual(['ECT_CLAIM_ID', 'c[0]'])
  })
})

describe('texts', () => {
  it('[CLAIM-WITNESSED-BY] takes arrays of non-empty strings, also an empty one', () => {
    expect(judge(kind.texts, [])).toEqual([])
    expect(judge(kind.texts, ['bob', 'bob'])).toEqual(['bob', 'bob'])
  })

  it('[CLAIM-WITNESSED-BY] names the entry that is empty or no string', () => {
    expect(judge(kind.texts, [''])).toEqual(['ECT_CLAIM_STRING', 'c[0]'])
    expect(judge(kind.texts, ['bob', ''])).toEqual(['ECT_CLAIM_STRING', 'c[1]'])
    expect(judge(kind.texts, ['bob', 1])).toEqual(['ECT_CLAIM_TYPE', 'c[1]'])
  })
})

describe('decision', () => {
  it.each(['approved', 'rejected', 'pending_human_review'])('[CLAIM-POL-DECISION-VALUES] takes %s', (value) => {
    expect(judge(kind.decision, value)).toBe(value)
  })

  it.each(['', 'Approved', 'APPROVED', 'approved ', 'approve', 'pending', 'denied'])(
    '[CLAIM-POL-DECISION-VALUES] refuses %j',
    (value) => {
      expect(judge(kind.decision, value)).toEqual(['ECT_CLAIM_DECISION', 'c'])
    },
  )
})

describe('hash', () => {
  it('[CLAIM-HASH-FORMAT] takes a content hash and refuses other strings', () => {
    const hash = 'sha-256:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'
    expect(judge(kind.hash, hash)).toBe(hash)
    for (const value of ['', hash.slice(8), hash.slice(0, -1), hash.replace('sha-256', 'sha-1')]) {
      expect(judge(kind.hash, value)).toEqual(['ECT_CLAIM_HASH', 'c'])
    }
  })
})

describe('extension', () => {
  const refused = ['ECT_CLAIM_EXT', 'c']
  const named = (name: string): JsonValue => ({ [name]: 1 })
  const levels = (count: number, inside: JsonValue): JsonValue =>
    Array.from({ length: count }).reduce<JsonValue>((value, _, at) => (at % 2 === 0 ? { a: value } : [value]), inside)

  it.each(['com.example.field', 'com.example', 'a.b', 'z9.0', 'COM.Example.Field_9-z', 'x-y_z.a-b_c'])(
    '[CLAIM-EXT-NAMES] takes a member named %s',
    (name) => {
      expect(judge(kind.extension, named(name))).toEqual(named(name))
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
    expect(judge(kind.extension, named(name))).toEqual(refused)
    expect(judge(kind.extension, { 'com.example.a': 1, [name]: 1, 'com.example.z': 1 })).toEqual(refused)
  })

  it('[CLAIM-EXT-UNKNOWN] keeps any member; only names at the top are judged', () => {
    const value = { 'com.example.a': { plain: [null, 1.5, 'b'] }, 'org.other.b': true }
    expect(judge(kind.extension, value)).toEqual(value)
    expect(judge(kind.extension, {})).toEqual({})
  })

  it('[CLAIM-EXT-SIZE] takes 4,096 bytes of JSON and refuses 4,097', () => {
    const ofBytes = (bytes: number, character: string): JsonValue => {
      const length = bytes - Buffer.byteLength(JSON.stringify({ 'com.example.a': '' }))
      const wide = Math.floor(length / Buffer.byteLength(character))
      return { 'com.example.a': character.repeat(wide) + 'x'.repeat(length - wide * Buffer.byteLength(character)) }
    }
    for (const character of ['x', 'é', '\u{1f600}']) {
      expect(judge(kind.extension, ofBytes(4096, character))).toEqual(ofBytes(4096, character))
      expect(judge(kind.extension, ofBytes(4097, character))).toEqual(refused)
    }
  })

  it('[CLAIM-EXT-DEPTH] takes 5 levels, itself the first, and refuses 6', () => {
    for (const inside of [{}, [], { b: 1 }, [1, 'a', null]]) {
      expect(judge(kind.extension, { 'com.example.a': levels(3, inside) })).toEqual({
        'com.example.a': levels(3, inside),
      })
      expect(judge(kind.extension, { 'com.example.a': levels(4, inside) })).toEqual(refused)
    }
  })

  it('[CLAIM-EXT-DEPTH] finds the deepest member wherever it stands', () => {
    const deep = levels(5, 1)
    expect(judge(kind.extension, { 'com.example.a': 1, 'com.example.b': deep, 'com.example.c': [] })).toEqual(refused)
    expect(judge(kind.extension, { 'com.example.a': [1, [], deep, {}] })).toEqual(refused)
  })

  it('[CLAIM-EXT-DEPTH] refuses any nesting and any number of members without exhausting the stack', () => {
    expect(judge(kind.extension, { 'com.example.a': levels(20_000, 1) })).toEqual(refused)
    expect(judge(kind.extension, { 'com.example.a': Array(300_000).fill(1) })).toEqual(refused)
  })
})
