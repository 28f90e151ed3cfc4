/**
 * A number out of an argument.
 *
 * @throws TypeError, with the usage, for anything but a whole number above 0
 */
export function wholeNumber(text: string, usage: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new TypeError(`not a whole number above 0\n${usage}`)
  return value
}
