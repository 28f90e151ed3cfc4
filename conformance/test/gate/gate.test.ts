import { describe, expect, it } from 'vitest'
import type { Requirement } from '../../src/formats.ts'
import { measureCoverage, type Repository } from '../../src/gate/coverage.ts'
import { readSources, readTests, repositoryCoverage } from '../../src/gate/repository.ts'
import { idsInComments, idsInTitles } from '../../src/gate/rule-ids.ts'
import { specMap } from '../../src/gate/spec-map.ts'
import { loadRequirements, loadSuite } from '../../src/load.ts'

const rule = (id: string, changes: Partial<Requirement> = {}): Requirement => ({
  id,
  section: '1',
  mark: 'R',
  status: 'active',
  text: 'A | B.',
  ...changes,
})
const test = { path: 'packages/claims/test/thing.test.ts', text: "it('[A-B] holds')" }
const source = { path: 'packages/claims/src/thing.ts', text: '/** Holds [A-B] and [ENV-SEGMENTS]. */' }
const repository: Repository = {
  suites: [loadSuite('decode')],
  tests: [test],
  sources: [source],
  hasFile: (path) => path === 'docs/page.md',
}
const problemsOf = (rules: readonly Requirement[], changes: Partial<Repository> = {}): readonly string[] =>
  measureCoverage(rules, { ...repository, ...changes }).problems

describe('the scan of test titles', () => {
  it.each([
    ["it('[A-B] holds', () => {})", ['A-B']],
    ['test("[A-B] [C-D-1] hold", run)', ['A-B', 'C-D-1']],
    ['describe(`[A-B]`, () => {})', ['A-B']],
    ["it.each([1, 2])('[A-B] holds for %s', run)", ['A-B']],
    ["it.for([')', f(1)])(\n    '[A-B] holds for %s',\n    run,\n  )", ['A-B']],
    ["it.each<'x'>(['x'])('[A-B] holds for %s', run)", ['A-B']],
    ["it(\n    '[A-B] holds',\n    run,\n  )", ['A-B']],
    ["const quotes = /['\"`]/\nit('[A-B] holds', run)", ['A-B']],
    ["it('has no id', run)", []],
  ])('reads %j', (code, ids) => {
    expect(idsInTitles(code)).toEqual(ids)
  })

  it.each([
    ['a comment', "// it('[A-B] was here')"],
    ['a longer comment', "/* it('[A-B] was here') */"],
    ['a string about a test', '"it(\'[A-B] holds\')"'],
    ['the body of a test', "it('holds', () => expect(text).toBe('[A-B]'))"],
    ['another argument of a test', "it('holds', '[A-B]')"],
    ['a table', "it.each(['[A-B]'])('%s', run)"],
    ['a table of one', "it.each('[A-B]')('%s', run)"],
    ['a method of the same name', "pattern.test('[A-B]')"],
    ['a function of a similar name', "submit('[A-B]')"],
    ['the result of another call', "make(it)('[A-B]')"],
    ['a regular expression', "it(/'[A-B]'/, run)"],
    ['a test that does not run', "it.skip('[A-B] holds', run)"],
    ['a test that is not written', "it.todo('[A-B] holds')"],
  ])('leaves out %s', (_, code) => {
    expect(idsInTitles(code)).toEqual([])
  })
})

describe('the scan of source comments', () => {
  it.each([
    ['/** Refuses a cycle [A-B], [C-D]. */', ['A-B', 'C-D']],
    ['const a = 1 // [A-B]', ['A-B']],
    ['/**\n * One sentence.\n * [A-B]\n */', ['A-B']],
    ['/** A-B without brackets */', []],
    ["const text = '// [A-B]'", []],
    ['const pattern = /[A-Z0-9]/', []],
    ["const table = { '[A-B]': 1 }", []],
  ])('reads %j', (code, ids) => {
    expect(idsInComments(code)).toEqual(ids)
  })
})

describe('the gate', () => {
  it('counts a vector or a test as coverage', () => {
    const { rules, problems } = measureCoverage([rule('ENV-SEGMENTS'), rule('A-B')], repository)
    expect(problems).toEqual([])
    expect(rules[0]?.vectors).toContain(1002)
    expect(rules[1]?.tests).toEqual([test.path])
    expect(rules[1]?.sources).toEqual([source.path])
  })

  it('names a rule that has neither, and nothing that is only planned', () => {
    const text = '// [A-B] [C-D] [ENV-SEGMENTS]'
    const rules = [rule('A-B'), rule('C-D'), rule('E-F', { status: 'planned' }), rule('ENV-SEGMENTS')]
    expect(problemsOf(rules, { sources: [{ ...source, text }] })).toEqual(['no vector and no test: C-D'])
  })

  it('names a rule that no comment of a source names', () => {
    const sources = [{ ...source, text: "const id = '[A-B]'" }]
    expect(problemsOf([rule('A-B')], { sources })).toEqual(['no source names it: A-B'])
  })

  it('takes the file that fulfils the rule instead, when it is there', () => {
    const sources = [{ ...source, text: '' }]
    expect(problemsOf([rule('A-B', { where: 'docs/page.md' })], { sources })).toEqual([])
    expect(problemsOf([rule('A-B', { where: 'docs/other.md' })], { sources })).toEqual([
      'no such file: docs/other.md of A-B',
    ])
  })

  it('names ids in titles and comments that are no rule', () => {
    expect(problemsOf([])).toEqual([
      'no such rule: A-B in packages/claims/test/thing.test.ts',
      'no such rule: A-B in packages/claims/src/thing.ts',
      'no such rule: ENV-SEGMENTS in packages/claims/src/thing.ts',
    ])
  })

  it('reads the tests and the sources of this repository', () => {
    expect(readTests().map(({ path }) => path)).toContain('conformance/test/gate/gate.test.ts')
    expect(readSources().map(({ path }) => path)).toContain('packages/claims/src/index.ts')
  })

  it('knows every rule once', () => {
    const ids = loadRequirements().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('the map of the rules', () => {
  it('shows mark, sentence, vectors, tests and sources', () => {
    const rules = [rule('ENV-SEGMENTS'), rule('A-B', { status: 'planned', where: 'docs/page.md' })]
    const text = specMap(measureCoverage(rules, repository).rules)
    expect(text).toContain(
      '| `ENV-SEGMENTS` | R | A \\| B. | 13: 1001, 1002, 1003, … |  | `packages/claims/src/thing.ts` |',
    )
    expect(text).toContain(
      '| `A-B` | R | *Planned.* A \\| B. |  | `packages/claims/test/thing.test.ts` | `docs/page.md` `packages/claims/src/thing.ts` |',
    )
  })

  it('has a section for every section of the rules', () => {
    const all = specMap(repositoryCoverage().rules)
    for (const { id } of loadRequirements()) expect(all).toContain(`| \`${id}\` |`)
  })
})
