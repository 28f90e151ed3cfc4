/**
 * Checks a number that a caller gives.
 *
 * @param least default 0
 * @throws TypeError when it is not a whole number, or less than the least
 */
export function checkWhole(value: number, name: string, least = 0): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new TypeError(`${name} must be a whole number, ${least} or more`)
  }
  return value
}
