import type { SuiteName } from '../cases.ts'
import type { Requirement, SuiteFile } from '../formats.ts'
import { idsInComments, idsInTitles } from './rule-ids.ts'

/** A file of the repository. */
export interface SourceFile {
  /** Path from the root of the repository, with slashes. */
  readonly path: string
  readonly text: string
}

/** What the rules are compared with. */
export interface Repository {
  readonly suites: readonly SuiteFile<SuiteName>[]
  readonly tests: readonly SourceFile[]
  readonly sources: readonly SourceFile[]
  /** Whether there is a file of that path. */
  readonly hasFile: (path: string) => boolean
}

/** Where one rule is covered. */
export interface RuleCoverage {
  readonly requirement: Requirement
  /** tcIds of the cases that name it. */
  readonly vectors: readonly number[]
  /** Test files with a title that names it. */
  readonly tests: readonly string[]
  /** The file that fulfils it, and source files with a comment that names it. */
  readonly sources: readonly string[]
}

/** The coverage of all rules. */
export interface Coverage {
  readonly rules: readonly RuleCoverage[]
  /** What is wrong, one sentence each; empty when the gate is open. */
  readonly problems: readonly string[]
}

interface Naming {
  readonly path: string
  readonly ids: ReadonlySet<string>
}

/** Compares the rules with the cases, the titles of the tests and the comments of the sources. */
export function measureCoverage(requirements: readonly Requirement[], repository: Repository): Coverage {
  const cases = repository.suites.flatMap((suite) => suite.cases)
  const titles = naming(repository.tests, idsInTitles)
  const comments = naming(repository.sources, idsInComments)
  const rules = requirements.map((requirement): RuleCoverage => {
    const { id, where } = requirement
    const sources = new Set([...(where === undefined ? [] : [where]), ...pathsOf(comments, id)])
    return {
      requirement,
      vectors: cases.filter((item) => item.rules.includes(id)).map(({ tcId }) => tcId),
      tests: pathsOf(titles, id),
      sources: [...sources],
    }
  })
  const known = new Set(requirements.map(({ id }) => id))
  const unknown = [...titles, ...comments].flatMap(({ path, ids }) =>
    [...ids].filter((id) => !known.has(id)).map((id) => `no such rule: ${id} in ${path}`),
  )
  return { rules, problems: [...rules.flatMap((rule) => gaps(rule, repository)), ...unknown] }
}

function naming(files: readonly SourceFile[], idsIn: (text: string) => readonly string[]): Naming[] {
  return files.map(({ path, text }) => ({ path, ids: new Set(idsIn(text)) }))
}

function pathsOf(list: readonly Naming[], id: string): string[] {
  return list.filter(({ ids }) => ids.has(id)).map(({ path }) => path)
}

/** What an active rule lacks. */
function gaps({ requirement, vectors, tests, sources }: RuleCoverage, { hasFile }: Repository): string[] {
  const { id, status, where } = requirement
  if (status === 'planned') return []
  return [
    ...(vectors.length + tests.length === 0 ? [`no vector and no test: ${id}`] : []),
    ...(sources.length === 0 ? [`no source names it: ${id}`] : []),
    ...(where !== undefined && !hasFile(where) ? [`no such file: ${where} of ${id}`] : []),
  ]
}
