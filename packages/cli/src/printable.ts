/**
 * Text from outside, for a terminal or a log: what cannot be seen, turns the direction of writing, breaks the line or
 * controls a terminal is written as an escape.
 */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escapeOf)
}

/** A value as JSON of one line, with the same escapes; every reader of JSON reads the same value. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escapeOf)
}

/** The same over several lines. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, escapeOf)
}

/** By code units, as JSON wants them. */
function escapeOf(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
