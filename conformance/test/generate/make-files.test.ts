import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, it } from 'vitest'
import { makeFiles } from '../../src/generate/make-files.ts'
import { type Draft, numberCases } from '../../src/generate/number-cases.ts'
import { testKey } from '../../src/generate/test-keys.ts'
import { conformanceRoot, loadCases, loadManifest } from '../../src/load.ts'

describe('the generator', { timeout: 60_000 }, () => {
  it('makes the files on disk, byte for byte, and the same ones again', () => {
    const first = makeFiles()
    for (const [file, text] of first)
      expect(text === readFileSync(join(conformanceRoot, file), 'utf8'), file).toBe(true)
    expect(makeFiles()).toEqual(first)
  })

  it('makes every file that the manifest lists', () => {
    const made = makeFiles()
    const { suites, keys } = loadManifest()
    for (const { file } of [...suites, ...keys]) expect([...made.keys()]).toContain(file)
  })

  it('makes the same key from the same label, and another from another', () => {
    expect(testKey('a', 'P-256')).toEqual(testKey('a', 'P-256'))
    expect(testKey('a', 'P-256').secret).not.toEqual(testKey('b', 'P-256').secret)
  })

  it('refuses topics whose numbers overlap', () => {
    const draft: Draft<'decode'> = (tcId) => ({
      tcId,
      comment: '',
      rules: [],
      flags: [],
      token: '',
      result: 'invalid',
      code: '',
    })
    expect(
      numberCases([
        { first: 5, drafts: [draft, draft] },
        { first: 9, drafts: [draft] },
      ]).map(({ tcId }) => tcId),
    ).toEqual([5, 6, 9])
    expect(() =>
      numberCases([
        { first: 5, drafts: [draft, draft] },
        { first: 6, drafts: [draft] },
      ]),
    ).toThrow(TypeError)
  })

  it('[WIT-KID-THUMBPRINT] names a key without kid as jose does', async () => {
    const item = loadCases('verify').find(
      ({ rules, result }) => rules.includes('WIT-KID-THUMBPRINT') && result === 'valid',
    )
    const read = (segment = ''): unknown => JSON.parse(Buffer.from(segment, 'base64url').toString())
    const alice = testKey('alice-key', 'P-256').publicJwk
    expect(read(item?.token.split('.')[0])).toMatchObject({ kid: await calculateJwkThumbprint({ ...alice }) })
  })

  it('[GO-TESTDATA] keeps the root payload of the reference implementation, with a tid', () => {
    const payload: unknown = JSON.parse(readFileSync(join(conformanceRoot, 'valid-root-ect-payload.json'), 'utf8'))
    expect(payload).toEqual({
      iss: 'spiffe://example.com/agent/a',
      aud: ['spiffe://example.com/agent/b'],
      iat: 1767225600,
      exp: 1767225600 + 600,
      jti: '550e8400-e29b-41d4-a716-446655440000',
      tid: '550e8400-e29b-41d4-a716-446655440001',
      exec_act: 'review_spec',
      par: [],
      pol: 'policy_v1',
      pol_decision: 'approved',
    })
  })
})
