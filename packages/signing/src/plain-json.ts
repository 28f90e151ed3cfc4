import { EctError, type JsonValue } from '@wimse-ect/claims'

/** More than any token holds; `decodeEct` applies the exact limit. This one ends the copy of an endless structure. */
const maxSize = 65_535

/** More than `decodeEct` accepts: ends the copy of a structure that contains itself. */
const maxLevels = 100

interface Copying {
  readonly path: string
  readonly level: number
  /** Shared by all parts of one copy. */
  readonly budget: { left: number }
}

/**
 * A copy of an object that consists of what JSON can carry and of nothing else, so that `JSON.stringify` writes exactly
 * what the caller handed in. Left to itself it writes `null` for NaN, nothing for a function, `{}` for a Map, and what
 * `toJSON` says for a Date: the record would not say what was meant.
 *
 * Members that are `undefined` are left out. Every member is read once.
 *
 * @param pathOf the place that an error names for a member of the object
 * @throws EctError `ECT_TOKEN_JSON` for something that is no plain object; `ECT_TOKEN_NUMBER` for NaN, infinities and
 * -0; `ECT_TOKEN_DEPTH`, `ECT_TOKEN_SIZE`; `ECT_CLAIM_TYPE` for everything else that JSON cannot express
 */
export function plainJson(object: unknown, pathOf: (member: string) => string): Record<string, JsonValue> {
  if (!isPlainObject(object)) throw new EctError('ECT_TOKEN_JSON', { path: 'payload' })
  const budget = { left: maxSize }
  return copyMembers(object, (name) => ({ path: pathOf(name), level: 1, budget }))
}

function copy(value: unknown, copying: Copying): JsonValue {
  const { path, level, budget } = copying
  budget.left -= typeof value === 'string' ? 1 + value.length : 1
  if (budget.left < 0) throw new EctError('ECT_TOKEN_SIZE')
  if (level > maxLevels) throw new EctError('ECT_TOKEN_DEPTH', { path })
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return finite(value, path)
  const inside = { path, level: level + 1, budget }
  if (Array.isArray(value)) return copyEntries(value, inside)
  if (isPlainObject(value)) return copyMembers(value, () => inside)
  throw new EctError('ECT_CLAIM_TYPE', { path })
}

function finite(value: number, path: string): number {
  if (!Number.isFinite(value) || Object.is(value, -0)) throw new EctError('ECT_TOKEN_NUMBER', { path })
  return value
}

function copyEntries(list: readonly unknown[], inside: Copying): JsonValue[] {
  const entries: JsonValue[] = []
  // By index: a hole reads as undefined, which no entry can be, and ends the copy of a huge empty array at once.
  for (let at = 0; at < list.length; at++) entries.push(copy(list[at], inside))
  return entries
}

function copyMembers(object: object, insideOf: (name: string) => Copying): Record<string, JsonValue> {
  const members: [string, unknown][] = Object.entries(object)
  const present = members.filter(([, member]) => member !== undefined)
  return Object.fromEntries(present.map(([name, member]) => [name, copy(member, insideOf(name))]))
}

/** True for an object without a class, of any realm: its prototype is null or the last of the chain. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
