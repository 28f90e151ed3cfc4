import type { SuiteName } from '../cases.ts'
import type { Requirement, SuiteFile } from '../formats.ts'
import { idsInTitles } from './scan-titles.ts'

/** A file of the repository. */
export interface SourceFile {
  /** Path from the root of the repository, with slashes. */
  readonly path: string
  readonly text: string
}

/** Where one rule is covered. */
export interface RuleCoverage {
  readonly requirement: Requirement
  /** tcIds of the cases that name it. */
  readonly vectors: readonly number[]
  /** Test files with a title that names it. */
  readonly tests: readonly string[]
}

/** The coverage of all rules. */
export interface Coverage {
  readonly rules: readonly RuleCoverage[]
  /** Ids of active rules with neither vector nor test. */
  readonly uncovered: readonly string[]
  /** Ids in titles that are no rule, with their file. */
  readonly unknown: readonly { readonly id: string; readonly path: string }[]
}

/** Compares the rules with the cases and with the titles of the tests. */
export function measureCoverage(
  requirements: readonly Requirement[],
  suites: readonly SuiteFile<SuiteName>[],
  testFiles: readonly SourceFile[],
): Coverage {
  const cases = suites.flatMap((suite) => suite.cases)
  const titles = testFiles.map(({ path, text }) => ({ path, ids: new Set(idsInTitles(text)) }))
  const rules = requirements.map(
    (requirement): RuleCoverage => ({
      requirement,
      vectors: cases.filter((item) => item.rules.includes(requirement.id)).map(({ tcId }) => tcId),
      tests: titles.filter(({ ids }) => ids.has(requirement.id)).map(({ path }) => path),
    }),
  )
  const known = new Set(requirements.map(({ id }) => id))
  return {
    rules,
    uncovered: rules
      .filter(
        ({ requirement, vectors, tests }) => requirement.status === 'active' && vectors.length + tests.length === 0,
      )
      .map(({ requirement }) => requirement.id),
    unknown: titles.flatMap(({ path, ids }) => [...ids].filter((id) => !known.has(id)).map((id) => ({ id, path }))),
  }
}
