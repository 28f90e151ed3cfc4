import { isDeepStrictEqual } from 'node:util'

/** Something is not as the demo expects. It ends the demo with exit code 1. */
export class Surprise extends Error {
  override readonly name = 'Surprise'
}

/** Throws a {@link Surprise} that shows both when what was seen is not what was expected. */
export function expectEqual(what: string, seen: unknown, expected: unknown): void {
  if (isDeepStrictEqual(seen, expected)) return
  throw new Surprise(`${what}: expected ${JSON.stringify(expected)}, saw ${JSON.stringify(seen)}`)
}

/** Returns the value, or throws a {@link Surprise} when there is none. */
export function expectDefined<T>(what: string, value: T | undefined): T {
  if (value === undefined) throw new Surprise(`${what} is missing`)
  return value
}
