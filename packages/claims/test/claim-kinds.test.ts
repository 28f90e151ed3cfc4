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
    ['issuerName', kind.issuerName, [null, 1, true, [], {}, [alice]]],
    ['uri', kind.uri, [null, 1, true, [], {}, [alice]]],
    ['sha256Digest', kind.sha256Digest, [null, 1, true, [], {}]],
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

describe('issuerName', () => {
  const refused = ['ECT_CLAIM_STRING', 'c']

  it('[REVISION-ISS] takes any name of 1 to 2,048 bytes without control characters', () => {
    for (const name of ['a', 'agent-a', 'CN=agent a, O=Example', 'ä'.repeat(1024)]) {
      expect(judge(kind.issuerName, name)).toBe(name)
    }
    for (const name of ['', `${'ä'.repeat(1024)}a`, 'a\nb', 'a\u007f']) {
      expect(judge(kind.issuerName, name)).toEqual(refused)
    }
  })
})

describe('uri', () => {
  it.each([
    alice,
    'https://agent.example/a?b=c#d',
    'urn:uuid:550e8400-e29b-41d4-a716-446655440000',
    'a+b-c.d:%20',
    'x:y',
  ])('[REVISION-ISS] takes %s', (name) => {
    expect(judge(kind.uri, name)).toBe(name)
  })

  it.each([
    '',
    'agent-a',
    '//example.com/a',
    ':a',
    'a:',
    '1a:b',
    'a_b:c',
    'a: b',
    'a:b c',
    'a:b\n',
    'a:ä',
    'a:"b"',
    'a:<b>',
    'a:\\b',
  ])('[REVISION-ISS] refuses %j', (name) => {
    expect(judge(kind.uri, name)).toEqual(['ECT_CLAIM_STRING', 'c'])
  })

  it('[REVISION-ISS] takes at most 2,048 bytes', () => {
    expect(judge(kind.uri, `a:${'b'.repeat(2046)}`)).toBe(`a:${'b'.repeat(2046)}`)
    expect(judge(kind.uri, `a:${'b'.repeat(2047)}`)).toEqual(['ECT_CLAIM_STRING', 'c'])
  })
})

describe('sha256Digest', () => {
  const digest = 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'

  it('[REVISION-HASHES] takes a SHA-256 digest in base64url without a prefix', () => {
    expect(judge(kind.sha256Digest, digest)).toBe(digest)
    for (const value of [
      '',
      `sha-256:${digest}`,
      digest.slice(1),
      `${digest}A`,
      `${digest}=`,
      `${digest.slice(0, -1)}h`,
    ]) {
      expect(judge(kind.sha256Digest, value)).toEqual(['ECT_CLAIM_HASH', 'c'])
    }
  })
})
