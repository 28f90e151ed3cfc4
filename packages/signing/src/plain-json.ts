import { EctError, type JsonValue } from '@wimse-ect/claims'
import { forbiddenNames, maxJsonDepth, maxTokenBytes } from '@wimse-ect/claims/envelope'

interface Copying {
  readonly path: string
  /** Shared by all parts of one copy; ends the copy of an endless structure. */
  readonly budget: { left: number }
}

/**
 * A copy of an object that consists of what JSON can carry and of nothing else, so that `JSON.stringify` writes exactly
 * what the caller handed in. Left to itself it writes `null` for NaN, nothing for a function, `{}` for a Map, and what
 * `toJSON` says for a Date: the record would not say what was meant.
 *
 * Members that are `undefined` are left out. Every member is read once. What `parseStrictJson` would refuse of the
 * written text is refused here, but for a text that is too long by less than its quotes and commas.
 *
 * @param pathOf the place that an error names for a member of the object
 * @throws EctError `ECT_TOKEN_JSON` for something that is no plain object; `ECT_TOKEN_NUMBER` for NaN, infinities and
 * -0; `ECT_TOKEN_NAME`, `ECT_TOKEN_SURROGATE`, `ECT_TOKEN_DEPTH`, `ECT_TOKEN_SIZE`; `ECT_CLAIM_TYPE` for everything
 * else that JSON cannot express
 */
export function plainJson(object: unknown, pathOf: (member: string) => string): Record<string, JsonValue> {
  if (!isPlainObject(object)) throw new EctError('ECT_TOKEN_JSON', { path: 'payload' })
  const budget = { left: maxTokenBytes }
  const members: Record<string, JsonValue> = {}
  for (const [name, member] of Object.entries(object)) {
    if (member !== undefined) members[nameOf(name)] = copy(member, 2, { path: pathOf(name), budget })
  }
  return members
}

/** @param level of an array or object; the object that is copied is level 1 */
function copy(value: unknown, level: number, copying: Copying): JsonValue {
  const { path, budget } = copying
  budget.left -= typeof value === 'string' ? 1 + value.length : 1
  if (budget.left < 0) throw new EctError('ECT_TOKEN_SIZE')
  if (typeof value === 'string') return wellFormed(value)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return finite(value, path)
  const isList = Array.isArray(value)
  if (!isList && !isPlainObject(value)) throw new EctError('ECT_CLAIM_TYPE', { path })
  if (level > maxJsonDepth) throw new EctError('ECT_TOKEN_DEPTH', { path })
  return isList ? copyEntries(value, level, copying) : copyMembers(value, level, copying)
}

function nameOf(name: string): string {
  if (forbiddenNames.has(name)) throw new EctError('ECT_TOKEN_NAME', { path: 'payload' })
  return wellFormed(name)
}

function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw new EctError('ECT_TOKEN_SURROGATE', { path: 'payload' })
  return text
}

function finite(value: number, path: string): number {
  if (!Number.isFinite(value) || Object.is(value, -0)) throw new EctError('ECT_TOKEN_NUMBER', { path })
  return value
}

function copyEntries(list: readonly unknown[], level: number, copying: Copying): JsonValue[] {
  const entries: JsonValue[] = []
  // By index: a hole reads as undefined, which no entry can be, and ends the copy of a huge empty array at once.
  for (let at = 0; at < list.length; at++) entries.push(copy(list[at], level + 1, copying))
  return entries
}

function copyMembers(object: object, level: number, copying: Copying): Record<string, JsonValue> {
  const members: Record<string, JsonValue> = {}
  for (const [name, member] of Object.entries(object)) {
    if (member !== undefined) members[nameOf(name)] = copy(member, level + 1, copying)
  }
  return members
}

/** True for an object without a class, of any realm: its prototype is null or the last of the chain. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
