import type { SuiteCases } from '../cases.ts'
import type { AnyCase } from '../select-cases.ts'
import { makeDagCase } from './dag.ts'
import { makeDecodeCase } from './decode.ts'
import { makeFieldCase } from './field.ts'
import { type FreshSuite, freshRanges, maxFreshCases } from './fresh-ids.ts'
import { makeLedgerCase } from './ledger.ts'
import { makeRandom, type Random } from './random.ts'
import { makeVerifyCase } from './verify.ts'

/** The revision whose rules fresh cases follow. */
export const freshRevision = 'execution-context-00'

/** How many fresh cases of each suite are made unless the caller says otherwise. */
export const defaultFreshCases = 200

type Makers = { readonly [Suite in FreshSuite]: (tcId: number, label: string, random: Random) => SuiteCases[Suite] }

const makers: Makers = {
  decode: makeDecodeCase,
  verify: makeVerifyCase,
  dag: makeDagCase,
  'http-field': makeFieldCase,
  ledger: makeLedgerCase,
}

const suites = ['decode', 'verify', 'dag', 'http-field', 'ledger'] as const satisfies readonly FreshSuite[]

/**
 * Makes cases that nobody has seen: so many of each suite, the same ones for the same seed on every machine.
 *
 * Whether a case is valid is known from how it was made; no implementation is asked. A case depends on seed and number
 * alone.
 *
 * @throws TypeError for a seed that is no whole number, and for a count outside 1 to 100,000
 */
export function makeFreshCases(
  seed: number,
  count: number = defaultFreshCases,
  chosen: readonly string[] = [],
): readonly AnyCase[] {
  if (!Number.isSafeInteger(count) || count < 1 || count > maxFreshCases) {
    throw new TypeError(`fresh cases are 1 to ${maxFreshCases}`)
  }
  return suites
    .filter((suite) => chosen.length === 0 || chosen.includes(suite))
    .flatMap((suite) => Array.from({ length: count }, (_, at) => makeFreshCase(seed, freshRanges[suite] + at + 1)))
}

/**
 * Makes one fresh case again.
 *
 * @throws TypeError for a seed that is no whole number, and for a number that no fresh case has
 */
export function makeFreshCase(seed: number, tcId: number): AnyCase {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new TypeError('a seed is a whole number')
  const suite = suites.find((name) => tcId > freshRanges[name] && tcId <= freshRanges[name] + maxFreshCases)
  if (suite === undefined || !Number.isSafeInteger(tcId)) throw new TypeError(`there is no fresh case ${tcId}`)
  const label = `seed ${seed} case ${tcId}`
  return { suite, revision: freshRevision, item: makers[suite](tcId, label, makeRandom(label)) }
}
