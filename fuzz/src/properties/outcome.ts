import { equal, match } from 'node:assert/strict'
import { type EctError, errorCodes, isEctError } from '@wimse-ect/claims'

/** What became of an input: a value, or a refusal. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: EctError }

/**
 * What a reader makes of an input. Anything but a value or a refusal of the documented kind is thrown on, and so is a
 * refusal that repeats what it read [ERROR-TEXT-CLEAN].
 */
export function outcomeOf<T>(read: () => T): Outcome<T> {
  try {
    return { ok: true, value: read() }
  } catch (error) {
    return refusal(error)
  }
}

/** The same for a reader that takes its time. */
export async function outcomeOfAsync<T>(read: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await read() }
  } catch (error) {
    return refusal(error)
  }
}

function refusal(error: unknown): { readonly ok: false; readonly error: EctError } {
  if (!isEctError(error)) throw error
  const { code, path, message } = error
  // What our own code calls its places: names of members, indexes, tiles. Nothing of it is as long as a secret.
  if (path !== undefined) match(path, /^[\w.[\] /-]{1,48}$/)
  const { meaning, remedy } = errorCodes[code]
  equal(message, `${path === undefined ? '' : `${path}: `}${meaning} ${remedy}`)
  return { ok: false, error }
}
