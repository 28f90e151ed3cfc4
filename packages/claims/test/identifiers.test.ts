import { describe, expect, it } from 'vitest'
import { canonicalIdentifier, isIdentifier, isUuid } from '../src/identifiers.ts'

const uuid = '550e8400-e29b-41d4-a716-446655440000'

describe('isUuid', () => {
  it.each([uuid, '01234567-89ab-cdef-0123-456789abcdef', 'fedcba98-7654-3210-fedc-ba9876543210'])(
    '[CLAIM-UUID-FORM] takes %s',
    (text) => {
      expect(isUuid(text)).toBe(true)
    },
  )

  it.each([uuid.toUpperCase(), '550E8400-e29b-41D4-a716-446655440000', 'ABCDEF01-ABCD-EFAB-CDEF-ABCDEFABCDEF'])(
    '[CLAIM-UUID-CASE] takes either case: %s',
    (text) => {
      expect(isUuid(text)).toBe(true)
    },
  )

  it.each([
    '',
    uuid.slice(1),
    uuid.slice(0, -1),
    `0${uuid}`,
    `${uuid}0`,
    ` ${uuid}`,
    `${uuid}\n`,
    `urn:uuid:${uuid}`,
    `{${uuid}}`,
    uuid.replaceAll('-', ''),
    '550e840-e29b-41d4-a716-446655440000',
    '550e84000-e29b-41d4-a716-446655440000',
    '550e8400-e29-41d4-a716-446655440000',
    '550e8400-e29bb-41d4-a716-446655440000',
    '550e8400-e29b-41d-a716-446655440000',
    '550e8400-e29b-41d44-a716-446655440000',
    '550e8400-e29b-41d4-a71-446655440000',
    '550e8400-e29b-41d4-a7166-446655440000',
    '550e8400_e29b-41d4-a716-446655440000',
    '550e8400-e29b_41d4-a716-446655440000',
    '550e8400-e29b-41d4_a716-446655440000',
    '550e8400-e29b-41d4-a716_446655440000',
    'g50e8400-e29b-41d4-a716-446655440000',
    '550e8400-g29b-41d4-a716-446655440000',
    '550e8400-e29b-g1d4-a716-446655440000',
    '550e8400-e29b-41d4-g716-446655440000',
    '550e8400-e29b-41d4-a716-44665544000g',
    '55０e8400-e29b-41d4-a716-446655440000',
  ])('[CLAIM-UUID-FORM] refuses %j', (text) => {
    expect(isUuid(text)).toBe(false)
  })

  it.each([
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    'FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF',
  ])('[CLAIM-UUID-NIL-MAX] refuses %s', (text) => {
    expect(isUuid(text)).toBe(false)
  })

  it.each([
    '00000000-0000-0000-0000-000000000001',
    'ffffffff-ffff-ffff-ffff-fffffffffffe',
    '550e8400-e29b-f1d4-0716-446655440000',
  ])('[CLAIM-UUID-VERSION] does not judge version and variant: %s', (text) => {
    expect(isUuid(text)).toBe(true)
  })
})

describe('isIdentifier', () => {
  it('[CLAIM-IDS-DEFAULT] of kind uuid takes UUIDs only', () => {
    expect(isIdentifier(uuid, 'uuid')).toBe(true)
    expect(isIdentifier('task-001', 'uuid')).toBe(false)
  })

  it.each(['a', 'z', 'A', 'Z', '0', '9', '.', '_', ':', '-', 'task-001', 'urn:x.Y_z', uuid, 'x'.repeat(128)])(
    '[CLAIM-IDS-OPAQUE] of kind opaque takes %s',
    (text) => {
      expect(isIdentifier(text, 'opaque')).toBe(true)
    },
  )

  it.each(['', 'x'.repeat(129), 'a b', 'a/b', '@', '[', '`', '{', ',', ';', 'é', ' a', 'a ', 'a\n', '\na', 'a\u0000'])(
    '[CLAIM-IDS-OPAQUE] of kind opaque refuses %j',
    (text) => {
      expect(isIdentifier(text, 'opaque')).toBe(false)
    },
  )
})

describe('canonicalIdentifier', () => {
  it('[CLAIM-UUID-CASE] is lower case for UUIDs', () => {
    expect(canonicalIdentifier(uuid.toUpperCase(), 'uuid')).toBe(uuid)
  })

  it('[CLAIM-IDS-OPAQUE-BYTEWISE] changes nothing in opaque identifiers', () => {
    expect(canonicalIdentifier('Task-001', 'opaque')).toBe('Task-001')
  })
})
