import { EctError } from './ect-error.ts'

/** A JSON value as `JSON.parse` gives it. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

/** A JSON object with members of any name. */
export interface JsonObject {
  readonly [member: string]: JsonValue
}

/** A JSON object that has one meaning for every reader. */
export interface StrictJson {
  readonly value: JsonObject
  /**
   * Members whose number was written with a fraction or exponent, by path: `1.0` and `1e3` are no integer claims. The
   * paths are those of the first two levels, `iat` and `ext.pol_timestamp`; no claim is looked for further down, nor
   * under a name that is longer than any claim's.
   */
  readonly notIntegers: ReadonlySet<string>
}

/** The top object is level 1, scalars add none [ENV-JSON-DEPTH]. */
const maxDepth = 8

/** They could change how the parsed object behaves [ENV-JSON-NAME]. */
const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Longest name in a path, in quotes and as it is written; claims have at most 21 characters, each escaped in 6. The name
 * of an object stands before each of its numbers: without a limit one long name would be copied thousands of times.
 */
const maxNameLength = 256

const numberText = /-?[0-9][0-9.eE+-]*/y

/**
 * Parses one JSON object and refuses what two readers could understand in two ways [ENV-JSON-OBJECT].
 *
 * `JSON.parse` is the grammar; a scan over the text finds what it lets through. A member named twice
 * [ENV-JSON-DUPLICATE] shows in the count: the parsed value then has fewer members than the text has colons outside
 * strings, however the names were escaped. Without this, a verifier that reads the first `par` and an auditor that
 * reads the last see two histories.
 *
 * @param path where the text stands, for the error: `header` or `payload`
 * @throws EctError `ECT_TOKEN_DEPTH`, `ECT_TOKEN_NUMBER` (`-0`, `1e400`), `ECT_TOKEN_JSON`, `ECT_TOKEN_NAME`
 * (`__proto__` and relatives), `ECT_TOKEN_SURROGATE`, `ECT_TOKEN_DUPLICATE`
 */
export function parseStrictJson(text: string, path: string): StrictJson {
  const scan = scanText(text, path)
  const value = parseObject(text, path)
  // Escaped, or in a string that never was UTF-8; whole pairs match too, the exact test is made per string.
  const mayHoldSurrogates = /\\u|[\ud800-\udfff]/.test(text)
  if (countMembers(value, path, mayHoldSurrogates) !== scan.members) throw new EctError('ECT_TOKEN_DUPLICATE', { path })
  return { value, notIntegers: new Set(scan.notIntegers.filter(mayBeClaim).map(pathOf)) }
}

function mayBeClaim(rawNames: readonly string[]): boolean {
  return rawNames.every(({ length }) => length <= maxNameLength)
}

/** Dots within a name are no path: the claim `ext.pol_timestamp` of an issuer's own is not `pol_timestamp` in `ext`. */
function pathOf(rawNames: readonly string[]): string {
  return rawNames.map((name) => (JSON.parse(name) as string).replaceAll('.', '\\.')).join('.')
}

function parseObject(text: string, path: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's own message quotes the text, which is foreign: it is dropped.
    throw new EctError('ECT_TOKEN_JSON', { path })
  }
  if (!isJsonObject(value)) throw new EctError('ECT_TOKEN_JSON', { path })
  return value
}

interface Scan {
  /** Colons outside strings: in valid JSON, the number of members at all levels. */
  members: number
  /** Raw names, in quotes and from the top, of members with a number that is not written as an integer. */
  readonly notIntegers: (readonly string[])[]
}

/** One pass over text that may still be invalid: it never fails on bad grammar, the parser after it does. */
function scanText(text: string, path: string): Scan {
  const scan: Scan = { members: 0, notIntegers: [] }
  let depth = 0
  // The last string at the first level, and below it in an object; when a number follows there, it is its name.
  let name = '""'
  let innerName: string | undefined
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"') {
      const end = endOfString(text, at)
      if (depth === 1) name = text.slice(at, end + 1)
      else if (innerName !== undefined) innerName = text.slice(at, end + 1)
      at = end
    } else if (character === ':') {
      scan.members++
    } else if (character === '{' || character === '[') {
      if (++depth > maxDepth) throw new EctError('ECT_TOKEN_DEPTH', { path })
      if (depth === 2) innerName = character === '{' ? '""' : undefined
    } else if (character === '}' || character === ']') {
      depth--
    } else if (character === '-' || (character >= '0' && character <= '9')) {
      const number = numberAt(text, at)
      checkNumber(number, path)
      if (/[.eE]/.test(number)) {
        if (depth === 1) scan.notIntegers.push([name])
        else if (depth === 2 && innerName !== undefined) scan.notIntegers.push([name, innerName])
      }
      at += number.length - 1
    }
  }
  return scan
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '\\') at++
    else if (character === '"') return at
  }
  return text.length
}

function numberAt(text: string, at: number): string {
  numberText.lastIndex = at
  return numberText.exec(text)?.[0] ?? text.charAt(at)
}

/** Finite as a double, and not -0 [ENV-JSON-NUMBER]. */
function checkNumber(number: string, path: string): void {
  const value = Number(number)
  const malformed = Number.isNaN(value) // left to the parser, which says so better
  if (!malformed && (!Number.isFinite(value) || Object.is(value, -0))) throw new EctError('ECT_TOKEN_NUMBER', { path })
}

function countMembers(value: JsonValue, path: string, mayHoldSurrogates: boolean): number {
  if (typeof value === 'string') {
    if (mayHoldSurrogates) checkWellFormed(value, path)
    return 0
  }
  if (typeof value !== 'object' || value === null) return 0
  let members = 0
  if (isJsonArray(value)) {
    for (const entry of value) members += countMembers(entry, path, mayHoldSurrogates)
    return members
  }
  for (const [name, member] of Object.entries(value)) {
    if (forbiddenNames.has(name)) throw new EctError('ECT_TOKEN_NAME', { path })
    if (mayHoldSurrogates) checkWellFormed(name, path)
    members += 1 + countMembers(member, path, mayHoldSurrogates)
  }
  return members
}

function checkWellFormed(text: string, path: string): void {
  // [ENV-JSON-SURROGATE]: UTF-8 cannot carry half a pair, so every encoder writes something else for it.
  if (/\p{Surrogate}/u.test(text)) throw new EctError('ECT_TOKEN_SURROGATE', { path })
}

/** True for a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True for a JSON array; unlike `Array.isArray` it keeps the type of the entries. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}
