/**
 * The product of the life cycle: a function that computes a dose. Requirements, versions and tests are small but real:
 * the first version is wrong, and a test finds that out by running it.
 */
import { textBytes } from '../bytes.ts'

/** What the customer wants. */
export const requirements = `REQ-1 The dose in mg is the weight in kg times the mg per kg.
REQ-2 No dose is above 500 mg.
`

/** Splits the requirements into a list, and accepts them when each has a number. */
export function reviewRequirements(text: string): { readonly accepted: boolean; readonly list: readonly string[] } {
  const list = text.split('\n').filter((line) => line !== '')
  return { accepted: list.length > 0 && list.every((line) => /^REQ-\d+ /.test(line)), list }
}

/**
 * Writes the module, hastily: the limit is overlooked until a failed test points at it.
 *
 * @param failures what the tests of the version before reported
 */
export function writeModule(failures: string): Uint8Array<ArrayBuffer> {
  const product = 'weightKg * mgPerKg'
  const dose = failures.includes('REQ-2') ? `Math.min(${product}, 500)` : product
  return textBytes(`export function dose(weightKg, mgPerKg) {\n  return ${dose}\n}\n`)
}

/** Arguments, and the dose that must come out. */
export interface DoseTest {
  readonly title: string
  readonly weightKg: number
  readonly mgPerKg: number
  readonly dose: number
}

/** One test for each requirement. */
export const unitTests: readonly DoseTest[] = [
  { title: 'REQ-1: the product', weightKg: 10, mgPerKg: 5, dose: 50 },
  { title: 'REQ-2: the limit', weightKg: 200, mgPerKg: 5, dose: 500 },
]

/** Patients of a usual day. */
export const integrationTests: readonly DoseTest[] = [
  { title: 'a child', weightKg: 20, mgPerKg: 5, dose: 100 },
  { title: 'an adult', weightKg: 80, mgPerKg: 5, dose: 400 },
]

/** Loads the module and runs the tests on it; the report has a line for each that failed. */
export async function testModule(
  source: Uint8Array,
  tests: readonly DoseTest[],
): Promise<{ readonly passed: boolean; readonly report: Uint8Array<ArrayBuffer> }> {
  const module: unknown = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`)
  if (!isDoseModule(module)) throw new TypeError('the module exports no function dose')
  const failures = tests
    .map((test) => ({ ...test, result: module.dose(test.weightKg, test.mgPerKg) }))
    .filter(({ dose, result }) => result !== dose)
    .map(({ title, dose, result }) => `failed: ${title}: ${result} instead of ${dose}\n`)
  return { passed: failures.length === 0, report: textBytes(`${tests.length} tests\n${failures.join('')}`) }
}

interface DoseModule {
  dose(weightKg: number, mgPerKg: number): unknown
}

function isDoseModule(module: unknown): module is DoseModule {
  return typeof module === 'object' && module !== null && 'dose' in module && typeof module.dose === 'function'
}
