/** The number that digits stand for, from 0 to 2^53-1; `undefined` for any other text, leading zeros included. */
export function tryReadDecimal(text: string): number | undefined {
  if (!/^(?:0|[1-9]\d{0,15})$/.test(text)) return undefined
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : undefined
}
