import { createHash, createPublicKey, verify } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Jwk } from '../../src/cases.ts'
import { claimFaults } from '../../src/fresh/claim-faults.ts'
import { envelopeFaults } from '../../src/fresh/envelope-faults.ts'
import { isFresh } from '../../src/fresh/fresh-ids.ts'
import { keyFaults } from '../../src/fresh/key-faults.ts'
import { makeFreshCase, makeFreshCases } from '../../src/fresh/make-fresh-cases.ts'
import { makeRandom, type Random } from '../../src/fresh/random.ts'
import { makeRightToken } from '../../src/fresh/right-token.ts'
import { makeScene } from '../../src/fresh/scene.ts'
import { writeToken } from '../../src/fresh/token-draft.ts'
import { loadCodes, loadRequirements } from '../../src/load.ts'
import { selectCases } from '../../src/select-cases.ts'

const cases = makeFreshCases(20_260_101, 150)
const items = cases.map(({ item }) => item)

/** Whether node:crypto, which made none of them, confirms the signature. */
function isGenuine(token: string, keys: readonly Jwk[]): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
  const jwk = keys.find((entry) => entry.kid === kid)
  if (jwk === undefined) return false
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
  const material = { key, dsaEncoding: 'ieee-p1363' } as const
  return verify('sha256', Buffer.from(`${header}.${payload}`), material, Buffer.from(signature, 'base64url'))
}

describe('fresh cases', { timeout: 120_000 }, () => {
  it('are the same for the same seed, byte for byte on every machine', () => {
    const text = JSON.stringify(makeFreshCases(1, 10))
    expect(JSON.stringify(makeFreshCases(1, 10))).toBe(text)
    expect(createHash('sha256').update(text).digest('hex')).toBe(
      '96630d4d3ae8deb7fcab69d43b20cd37df87b983b649055f6ceaa5a32d0888f6',
    )
  })

  it('are others for another seed', () => {
    expect(makeFreshCases(2, 1)).not.toEqual(makeFreshCases(3, 1))
  })

  it('depend on seed and number alone, so that one can be made again', () => {
    for (const one of cases.filter((_, at) => at % 50 === 0))
      expect(makeFreshCase(20_260_101, one.item.tcId)).toEqual(one)
  })

  it('have numbers outside of the published ones, none twice', () => {
    const numbers = items.map(({ tcId }) => tcId)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.every(isFresh)).toBe(true)
    expect(selectCases().some(({ item }) => isFresh(item.tcId))).toBe(false)
  })

  it('name active rules and codes that exist', () => {
    const rules = new Set(loadRequirements().flatMap(({ id, status }) => (status === 'active' ? [id] : [])))
    const codes = new Set(loadCodes())
    for (const { rules: named, code, result } of items) {
      expect(named.length).toBeGreaterThan(0)
      expect(named.filter((rule) => !rules.has(rule))).toEqual([])
      expect(result === 'invalid').toBe(code !== undefined)
      if (code !== undefined) expect(codes).toContain(code)
    }
    for (const { rules: named, code } of [...envelopeFaults, ...keyFaults, ...claimFaults]) {
      expect(named.filter((rule) => !rules.has(rule))).toEqual([])
      expect(codes).toContain(code)
    }
  })

  it('show in every suite that something is accepted and something refused', () => {
    for (const suite of new Set(cases.map((one) => one.suite))) {
      const results = cases.filter((one) => one.suite === suite).map(({ item }) => item.result)
      expect(new Set(results)).toEqual(new Set(['valid', 'invalid']))
    }
  })

  it('are genuinely signed where they are right', () => {
    const right = items.flatMap((item) => ('now' in item && 'token' in item && item.result === 'valid' ? [item] : []))
    expect(right.length).toBeGreaterThan(20)
    for (const { token, keys } of right) expect(isGenuine(token, keys.keys)).toBe(true)
  })

  it.each([0, -1, 1.5, 100_001])('are never %d of a suite', (count) => {
    expect(() => makeFreshCases(1, count)).toThrow(TypeError)
  })

  it.each([0, 1001, 1_100_001, 6_000_001, 1_000_000.5])('have no number %d', (tcId) => {
    expect(() => makeFreshCase(1, tcId)).toThrow(TypeError)
  })

  it.each([-1, 0.5, Number.NaN])('have no seed %d', (seed) => {
    expect(() => makeFreshCases(seed, 1)).toThrow(TypeError)
  })
})

describe('the catalogue of faults', { timeout: 120_000 }, () => {
  const label = 'right'
  const random = (): Random => makeRandom(label)
  const scene = makeScene(random(), label)
  const right = { scene, token: makeRightToken(random(), scene, random().pick(scene.agents)) }
  const { compact } = writeToken(random(), right.token)

  it.each([...envelopeFaults, ...keyFaults, ...claimFaults])('changes a right token or its scene: $name', (fault) => {
    const draft = fault.apply(right, random())
    const isOther = writeToken(random(), draft.token).compact !== compact
    expect(isOther || !isDeepStrictEqual(draft.scene, scene)).toBe(true)
  })
})

describe('the selection of fresh cases', () => {
  it('takes the suites and cases that are asked for', () => {
    const chosen = selectCases({ seed: 1, freshCases: 3, suites: ['ledger', 'dag'] })
    expect(chosen.map(({ item }) => item.tcId)).toEqual([
      3_000_001, 3_000_002, 3_000_003, 5_000_001, 5_000_002, 5_000_003,
    ])
    expect(selectCases({ seed: 1, cases: [2_000_777] }).map(({ item }) => item.tcId)).toEqual([2_000_777])
  })

  it.each([
    { freshCases: 3 },
    { cases: [1_000_001] },
    { cases: [999] },
    { cases: [4004], suites: ['decode'] },
    { revisions: ['nothing'] },
    { seed: 1, suites: ['proof'] },
    { seed: 1, revisions: ['ect-01'] },
    { seed: 1, cases: [1001] },
    { seed: 1, cases: [2_000_001], suites: ['decode'] },
  ])('is wrong use for %j', (selection) => {
    expect(() => selectCases(selection)).toThrow(TypeError)
  })
})
