import type { SuiteName } from '../cases.ts'
import type { SuiteFileCases } from '../formats.ts'

/** A case that waits for its number. */
export type Draft<Name extends SuiteName> = (tcId: number) => SuiteFileCases[Name]

/** A topic: drafts that share a range of numbers. New ones go to the end, so that no number ever changes its meaning. */
export interface Topic<Name extends SuiteName> {
  /** Number of the first draft. */
  readonly first: number
  readonly drafts: readonly Draft<Name>[]
}

/**
 * Gives the drafts of the topics their numbers.
 *
 * @throws TypeError when a topic runs into the one after it
 */
export function numberCases<Name extends SuiteName>(topics: readonly Topic<Name>[]): SuiteFileCases[Name][] {
  let last = 0
  return topics.flatMap(({ first, drafts }) => {
    if (first <= last) throw new TypeError(`the topic at ${first} overlaps the one before`)
    last = first + drafts.length - 1
    return drafts.map((draft, index) => draft(first + index))
  })
}
