import { describe, expect, it } from 'vitest'
import type { Requirement } from '../../src/formats.ts'
import { measureCoverage } from '../../src/gate/coverage.ts'
import { readSources, readTests, repositoryCoverage } from '../../src/gate/repository.ts'
import { idsInTitles } from '../../src/gate/scan-titles.ts'
import { specMap } from '../../src/gate/spec-map.ts'
import { loadRequirements, loadSuite } from '../../src/load.ts'

const rule = (id: string, status: Requirement['status'] = 'active'): Requirement => ({
  id,
  section: '1',
  mark: 'R',
  status,
  text: 'A | B.',
})
const file = (text: string) => ({ path: 'packages/claims/test/thing.test.ts', text })

describe('the scan of test titles', () => {
  it.each([
    ["it('[A-B] holds', () => {})", ['A-B']],
    ['test("[A-B] [C-D-1] hold", run)', ['A-B', 'C-D-1']],
    ['describe(`[A-B]`, () => {})', ['A-B']],
    ["it.each([1, 2])('[A-B] holds for %s', run)", ['A-B']],
    ["it(\n    '[A-B] holds',\n    run,\n  )", ['A-B']],
    ["// it('[A-B] was here')", []],
    ["/* it('[A-B] was here') */", []],
    ["expect(text).toBe('[A-B]')", []],
    ['const pattern = /[A-Z0-9]/', []],
    ["it('has no id', run)", []],
  ])('reads %j', (source, ids) => {
    expect(idsInTitles(source)).toEqual(ids)
  })
})

describe('the gate', () => {
  it('counts a vector or a test as coverage', () => {
    const rules = [rule('ENV-SEGMENTS'), rule('A-B'), rule('C-D'), rule('E-F', 'planned')]
    const coverage = measureCoverage(rules, [loadSuite('decode')], [file("it('[A-B] holds')")])
    expect(coverage.uncovered).toEqual(['C-D'])
    expect(coverage.rules[0]?.vectors).toContain(1002)
    expect(coverage.rules[1]?.tests).toEqual(['packages/claims/test/thing.test.ts'])
  })

  it('notices a test that names no rule there is', () => {
    const { unknown } = measureCoverage([rule('A-B')], [], [file("it('[X-Y] holds')")])
    expect(unknown).toEqual([{ id: 'X-Y', path: 'packages/claims/test/thing.test.ts' }])
  })

  it('reads the tests of this repository', () => {
    expect(readTests().map(({ path }) => path)).toContain('conformance/test/gate/gate.test.ts')
    expect(repositoryCoverage().unknown).toEqual([])
  })

  it('knows every rule once', () => {
    const ids = loadRequirements().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('the map of the rules', () => {
  const coverage = measureCoverage(
    [rule('ENV-SEGMENTS'), rule('A-B', 'planned')],
    [loadSuite('decode')],
    [file("it('[A-B] holds')")],
  )
  const code = { path: 'packages/claims/src/decode.ts', text: "throw new EctError('ECT_TOKEN_SEGMENTS')" }
  const table = { path: 'packages/claims/src/error-codes.ts', text: "'ECT_TOKEN_SEGMENTS'" }
  const mirror = { path: 'packages/claims/src/thing.ts', text: '' }

  it('shows mark, sentence, vectors, tests and the file that throws the code', () => {
    const text = specMap(coverage, [loadSuite('decode')], [table, code])
    expect(text).toContain(
      '| `ENV-SEGMENTS` | R | A \\| B. | 13: 1001, 1002, 1003, … |  | `packages/claims/src/decode.ts` |',
    )
  })

  it('prefers files that name the rule, and falls back to the file a test mirrors', () => {
    const naming = { path: 'packages/claims/src/other.ts', text: '/** ENV-SEGMENTS */' }
    const text = specMap(coverage, [loadSuite('decode')], [code, naming, mirror])
    expect(text).toContain('`packages/claims/src/other.ts` |')
    expect(text).toContain(
      '| `A-B` | R | *Planned.* A \\| B. |  | `packages/claims/test/thing.test.ts` | `packages/claims/src/thing.ts` |',
    )
  })

  it('has a section for every section of the rules', () => {
    const all = specMap(repositoryCoverage(), [], readSources())
    for (const { id } of loadRequirements()) expect(all).toContain(`| \`${id}\` |`)
  })
})
