import type { SuiteName, SuiteRevision } from './cases.ts'

/** Cases that an implementation is known to fail, and why. */
export type ExpectedFailure = NamedCases | CaseGroup

/** Cases by their numbers. */
export interface NamedCases {
  /** `tcId`s. */
  readonly cases: readonly number[]
  /** Why, in a sentence. */
  readonly reason: string
}

/** Every case that all given members fit; at least one of the first three is given. */
export interface CaseGroup {
  readonly suite?: SuiteName
  readonly revision?: SuiteRevision
  /** Id of a rule, among the rules of the case. */
  readonly rule?: string
  /** Only cases with this right answer. Default: both. */
  readonly result?: 'valid' | 'invalid'
  /** `tcId`s of cases in the group that do not fail. Default: none. */
  readonly except?: readonly number[]
  /** Why, in a sentence. */
  readonly reason: string
}

const members = new Set(['cases', 'suite', 'revision', 'rule', 'result', 'except', 'reason'])
const names = ['suite', 'revision', 'rule'] as const

/**
 * Reads a list of expected failures, `{"expectedFailures": [...]}`, as its schema describes it.
 *
 * @throws TypeError when it is none, and when an entry has no reason: a list that nobody has explained would only hide
 * failures
 */
export function parseExpectedFailures(text: string): readonly ExpectedFailure[] {
  const value = parseJson(text)
  if (!isObject(value) || !Array.isArray(value.expectedFailures)) throw wrong('has no list "expectedFailures"')
  const other = Object.keys(value).find((name) => name !== 'expectedFailures' && name !== '$schema')
  if (other !== undefined) throw wrong(`has an unknown member ${JSON.stringify(other)}`)
  return value.expectedFailures.map((entry: unknown, at) => {
    const fault = faultOf(entry)
    if (fault !== undefined) throw wrong(`has at entry ${at} ${fault}`)
    return entry as ExpectedFailure
  })
}

function wrong(what: string): TypeError {
  return new TypeError(`the list of expected failures ${what}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw wrong('is not JSON')
  }
}

/** What is wrong with an entry, in words. */
function faultOf(entry: unknown): string | undefined {
  if (!isObject(entry)) return 'no object'
  const other = Object.keys(entry).find((name) => !members.has(name))
  if (other !== undefined) return `an unknown member ${JSON.stringify(other)}`
  if (typeof entry.reason !== 'string' || entry.reason.trim() === '') return 'no reason'
  if (entry.cases !== undefined) {
    if (!isCaseList(entry.cases)) return 'no list of cases'
    return Object.keys(entry).length === 2 ? undefined : 'cases beside the members of a group'
  }
  return groupFaultOf(entry)
}

function groupFaultOf(entry: Readonly<Record<string, unknown>>): string | undefined {
  const given = names.filter((name) => entry[name] !== undefined)
  if (given.length === 0) return 'neither cases nor suite, revision or rule'
  const noText = given.find((name) => typeof entry[name] !== 'string')
  if (noText !== undefined) return `a ${noText} that is no string`
  if (entry.result !== undefined && entry.result !== 'valid' && entry.result !== 'invalid') return 'an unknown result'
  return entry.except === undefined || isCaseList(entry.except) ? undefined : 'no list of exceptions'
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCaseList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((tcId) => Number.isSafeInteger(tcId) && tcId > 0)
}
