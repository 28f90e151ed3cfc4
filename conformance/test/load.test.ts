import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  conformanceRoot,
  loadCases,
  loadCodes,
  loadKeys,
  loadManifest,
  loadRequirements,
  loadSuite,
} from '../src/load.ts'
import { selectCases } from '../src/select-cases.ts'

// Loading the suite dag signs ten thousand tokens, which takes a while on a busy machine.
describe('the loader', { timeout: 60_000 }, () => {
  it('finds every file of the manifest', () => {
    const { suites, keys } = loadManifest()
    for (const { file } of [...suites, ...keys]) expect(existsSync(join(conformanceRoot, file))).toBe(true)
  })

  it('gives as many cases as the manifest says', () => {
    for (const { suite, revision, cases } of loadManifest().suites)
      expect(loadSuite(suite, revision).cases).toHaveLength(cases)
  })

  it('fills in what a case leaves to the defaults of its file', () => {
    const { defaults } = loadSuite('verify')
    const [first] = loadCases('verify')
    expect(first).toMatchObject({
      now: defaults.now,
      audience: defaults.audience,
      options: defaults.options,
      seen: [],
      wits: [],
    })
  })

  it('lets what a case says win over the defaults', () => {
    const narrow = loadCases('decode').find(({ tcId }) => tcId === 1337)
    expect(narrow?.options).toEqual({ revisions: ['execution-context-00'], algorithms: ['ES256'] })
  })

  it('puts the key set in the place of its name', () => {
    const [first] = loadCases('dag')
    expect(first?.keys).toEqual(loadKeys().set('agents'))
  })

  it('gives no key set to a case whose keys come from Workload Identity Tokens', () => {
    const fromWits = loadCases('verify').filter(({ wits }) => wits.length > 0)
    expect(fromWits.length).toBeGreaterThan(0)
    for (const { keys, trustDomains } of fromWits) {
      expect(keys.keys).toEqual([])
      expect(trustDomains['example.com']).toEqual(loadKeys().set('trust-domain'))
    }
  })

  it('names a key set or a suite that is not there as the mistake of the caller', () => {
    expect(() => loadKeys().set('nobody')).toThrow(TypeError)
    // @ts-expect-error: no such suite
    expect(() => loadSuite('nothing')).toThrow(TypeError)
    expect(() => selectCases({ suites: ['nothing'] })).toThrow(TypeError)
  })

  it('reads rules and codes', () => {
    expect(loadRequirements().map(({ id }) => id)).toContain('DAG-TIME-SKEW')
    expect(loadCodes()).toContain('ECT_DAG_CYCLE')
  })
})

describe('the suites', { timeout: 60_000 }, () => {
  it('hold at least 300 cases, most of them negative', () => {
    const all = selectCases().map(({ item }) => item)
    expect(all.length).toBeGreaterThanOrEqual(300)
    expect(all.filter(({ result }) => result === 'invalid').length).toBeGreaterThan(all.length / 2)
  })

  it('hold at least 300 cases for each revision, and 700 over all of them', () => {
    const all = selectCases()
    const revisions = [...new Set(all.map(({ revision }) => revision))]
    expect(revisions).toEqual(['execution-context-00', 'ect-00', 'ect-01'])
    expect(all.length).toBeGreaterThanOrEqual(700)
    for (const revision of revisions) {
      const own = all.filter((one) => one.revision === revision)
      expect(own.length).toBeGreaterThanOrEqual(300)
      expect(own.filter(({ item }) => item.result === 'invalid').length).toBeGreaterThan(own.length / 2)
    }
  })

  it('show in every suite that something is accepted and something refused', () => {
    for (const { suite } of loadManifest().suites) {
      expect(new Set(selectCases({ suites: [suite] }).map(({ item }) => item.result))).toEqual(
        new Set(['valid', 'invalid']),
      )
    }
  })
})
