import type { Target } from '../target.ts'

/** Most processor time for one input. The readers take a thousandth of it for the longest. */
const maxMs = 1000

/** Length of the long inputs: where a reader is quadratic in a part of them, it takes longer than {@link maxMs}. */
const longBytes = 2 ** 16

/**
 * Checks the properties of a target for one input, and one that holds of all: the time is in proportion to the length.
 * For that, one input out of 1024 is also checked at great length, its second half again and again.
 *
 * @throws anything when a property does not hold
 */
export async function checkInput(target: Target, input: Uint8Array): Promise<void> {
  await withinTime(() => target.check(input))
  if (target.isCostly === true || input.length === 0 || hashOf(input) % 1024 !== 0) return
  await withinTime(() => target.check(stretched(input)))
}

async function withinTime(check: () => void | Promise<void>): Promise<void> {
  const before = process.cpuUsage()
  await check()
  const { user } = process.cpuUsage(before)
  if (user > maxMs * 1000) throw new Error(`the input took ${Math.round(user / 1000)} ms`)
}

/** FNV-1a: chance would make a failure hard to see again. */
function hashOf(input: Uint8Array): number {
  return input.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5)
}

/** The input with its second half repeated. */
export function stretched(input: Uint8Array): Uint8Array {
  const head = input.subarray(0, input.length >> 1)
  const tail = input.subarray(input.length >> 1)
  const long = new Uint8Array(head.length + tail.length * Math.ceil(longBytes / tail.length))
  long.set(head)
  for (let at = head.length; at < long.length; at += tail.length) long.set(tail, at)
  return long
}
