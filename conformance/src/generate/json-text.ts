/** JSON text by hand, where the form matters and not only the value. */

/** A piece of JSON text that is written as it is. */
export interface Raw {
  readonly rawText: string
}

/** Members of an object, in order. `undefined` leaves a member out. */
export type Members = Readonly<Record<string, unknown>>

/** Marks text to be written as it is: `raw('1.0')` is the number 1 in a form that JSON.stringify never writes. */
export function raw(rawText: string): Raw {
  return { rawText }
}

/** Whether a value is text to be written as it is. */
export const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && 'rawText' in value

/** Writes an object without white space, each value with JSON.stringify unless it is {@link raw}. */
export function objectText(members: Members): string {
  const parts = Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${isRaw(value) ? value.rawText : JSON.stringify(value)}`)
  return `{${parts.join(',')}}`
}
