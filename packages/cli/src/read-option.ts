import { UsageError } from './usage-error.ts'

/**
 * A whole number, 0 or more; `undefined` when the option was not given.
 *
 * @param flag name of the option, with its dashes
 */
export function wholeNumber(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined
  const value = /^(?:0|[1-9][0-9]*)$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw new UsageError(`${flag} is a whole number, 0 or more`)
  return value
}

/** One of some words; `undefined` when the option was not given. */
export function oneOf<Word extends string>(
  text: string | undefined,
  words: readonly Word[],
  flag: string,
): Word | undefined {
  if (text === undefined) return undefined
  const word = words.find((each) => each === text)
  if (word === undefined) throw new UsageError(`${flag} is one of: ${words.join(', ')}`)
  return word
}
