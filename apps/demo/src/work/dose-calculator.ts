/**
 * The product of the life cycle: a function that computes a dose. Its requirements, its two versions and its tests are
 * small but real: the first version is wrong, and a test finds that out by running it.
 */
import { textBytes } from '../message.ts'

/** What the customer wants. */
export const requirements = `REQ-1 The dose in mg is the weight in kg times the mg per kg.
REQ-2 No dose is above 500 mg.
`

/** The requirements as a list, once a reviewer found that each has a number. */
export function reviewRequirements(text: string): { readonly accepted: boolean; readonly requirements: string[] } {
  const lines = text.split('\n').filter((line) => line !== '')
  return { accepted: lines.every((line) => /^REQ-\d+ /.test(line)), requirements: lines }
}

/**
 * Writes the module. A hasty generator: it overlooks the limit until a failed test reminds it.
 *
 * @param failures what a test run reported about the version before
 */
export function writeModule(failures: string): Uint8Array {
  const product = 'weightKg * mgPerKg'
  const dose = failures.includes('REQ-2') ? `Math.min(${product}, 500)` : product
  return textBytes(`export function dose(weightKg, mgPerKg) {\n  return ${dose}\n}\n`)
}

/** A test: arguments, and the dose that must come out. */
export interface DoseTest {
  readonly title: string
  readonly arguments: readonly [weightKg: number, mgPerKg: number]
  readonly dose: number
}

/** Unit tests, one for each requirement. */
export const unitTests: readonly DoseTest[] = [
  { title: 'REQ-1 ten kilograms', arguments: [10, 5], dose: 50 },
  { title: 'REQ-2 a heavy patient', arguments: [200, 5], dose: 500 },
]

/** Integration tests: doses of a usual day. */
export const integrationTests: readonly DoseTest[] = [
  { title: 'a child in the morning', arguments: [20, 5], dose: 100 },
  { title: 'an adult at noon', arguments: [80, 5], dose: 400 },
]

/** Loads the module and runs the tests on it; the report has a line for each test that failed. */
export async function testModule(
  source: Uint8Array,
  tests: readonly DoseTest[],
): Promise<{ readonly passed: boolean; readonly report: Uint8Array }> {
  const module: unknown = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`)
  const failures = tests.flatMap((test) => {
    const dose = callDose(module, test.arguments)
    return dose === test.dose ? [] : [`failed: ${test.title}: ${dose} instead of ${test.dose}\n`]
  })
  return { passed: failures.length === 0, report: textBytes(`${tests.length} tests\n${failures.join('')}`) }
}

function callDose(module: unknown, args: readonly number[]): unknown {
  if (typeof module !== 'object' || module === null || !('dose' in module)) return undefined
  return typeof module.dose === 'function' ? module.dose(...args) : undefined
}
