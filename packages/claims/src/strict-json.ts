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
export const maxJsonDepth = 8

/** They could change how the parsed object behaves [ENV-JSON-NAME]. */
export const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Longest name in a path, in quotes and as it is written; claims have at most 21 characters, each escaped in 6. The
 * name of an object stands before each of its numbers: without a limit one long name would be copied thousands of
 * times.
 */
const maxNameLength = 256

// Character codes.
const quote = 0x22
const plus = 0x2b
const minus = 0x2d
const dot = 0x2e
const colon = 0x3a
const upperE = 0x45
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const lowerE = 0x65
const openBrace = 0x7b
const closeBrace = 0x7d

const none: ReadonlySet<string> = new Set()

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
  const members = countMembers(value, path)
  // Escaped, or in a string that never was UTF-8.
  if (text.includes('\\') || !text.isWellFormed()) checkStrings(value, path)
  if (members !== scan.members) throw new EctError('ECT_TOKEN_DUPLICATE', { path })
  return { value, notIntegers: scan.notIntegers.length === 0 ? none : pathsOf(scan.notIntegers) }
}

function pathsOf(members: readonly (readonly string[])[]): ReadonlySet<string> {
  const short = members.filter((rawNames) => rawNames.every(({ length }) => length <= maxNameLength))
  return new Set(short.map(pathOf))
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

/**
 * One pass over text that may still be invalid: it never fails on bad grammar, the parser after it does. It looks at
 * character codes and leaps over strings, which takes a fifth of the time of going through every character.
 */
function scanText(text: string, path: string): Scan {
  const scan: Scan = { members: 0, notIntegers: [] }
  let depth = 0
  let inInnerObject = false
  // Where the last string at the first level stands, and the last one below it; before a number it is its name.
  let nameStart = 0
  let nameEnd = 0
  let innerStart = 0
  let innerEnd = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === quote) {
      const start = at
      at = endOfString(text, start)
      if (depth === 1) {
        nameStart = start
        nameEnd = at
      } else {
        innerStart = start
        innerEnd = at
      }
    } else if (character === colon) {
      scan.members++
    } else if (character === openBrace || character === openBracket) {
      if (++depth > maxJsonDepth) throw new EctError('ECT_TOKEN_DEPTH', { path })
      if (depth === 2) inInnerObject = character === openBrace
    } else if (character === closeBrace || character === closeBracket) {
      depth--
    } else if (isDigit(character) || (character === minus && isDigit(text.charCodeAt(at + 1)))) {
      const end = endOfNumber(text, at)
      const number = isShortInteger(text, at, end) ? undefined : text.slice(at, end)
      at = end - 1
      if (number === undefined) continue
      checkNumber(number, path)
      if (!/[.eE]/.test(number)) continue
      const name = text.slice(nameStart, nameEnd + 1)
      if (depth === 1) scan.notIntegers.push([name])
      else if (depth === 2 && inInnerObject) scan.notIntegers.push([name, text.slice(innerStart, innerEnd + 1)])
    }
  }
  return scan
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39
}

/** Where the quote stands that ends the string. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

/** True after an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text.charCodeAt(first - 1) === backslash) first--
  return (at - first) % 2 === 1
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1
  while (isInNumber(text.charCodeAt(end))) end++
  return end
}

/** Finite, not -0, and neither with a fraction nor with an exponent: so are nearly all numbers of tokens. */
function isShortInteger(text: string, start: number, end: number): boolean {
  if (end - start > 15) return false
  for (let at = start; at < end; at++) if (!isDigit(text.charCodeAt(at))) return false
  return true
}

function isInNumber(character: number): boolean {
  if (isDigit(character) || character === dot) return true
  return character === minus || character === plus || character === upperE || character === lowerE
}

/** Finite as a double, and not -0 [ENV-JSON-NUMBER]. */
function checkNumber(number: string, path: string): void {
  const value = Number(number)
  const malformed = Number.isNaN(value) // left to the parser, which says so better
  if (!malformed && (!Number.isFinite(value) || Object.is(value, -0))) throw new EctError('ECT_TOKEN_NUMBER', { path })
}

/**
 * The members at all levels, none of them with a forbidden name. It goes through names, not through lists of names and
 * values, and calls itself for what has members only: a third of the time otherwise.
 */
function countMembers(value: JsonObject | readonly JsonValue[], path: string): number {
  let members = 0
  if (isJsonArray(value)) {
    for (const entry of value) if (hasMembers(entry)) members += countMembers(entry, path)
    return members
  }
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue
    if (forbiddenNames.has(name)) throw new EctError('ECT_TOKEN_NAME', { path })
    const member = value[name]
    members++
    if (hasMembers(member)) members += countMembers(member, path)
  }
  return members
}

function hasMembers(value: JsonValue | undefined): value is JsonObject | readonly JsonValue[] {
  return typeof value === 'object' && value !== null
}

/** No string, name or value, holds half a surrogate pair: UTF-8 has no form for it [ENV-JSON-SURROGATE]. */
function checkStrings(value: JsonValue, path: string): void {
  if (typeof value === 'string' && !value.isWellFormed()) throw new EctError('ECT_TOKEN_SURROGATE', { path })
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    checkStrings(name, path)
    checkStrings(member, path)
  }
}

/** True for a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True for a JSON array; unlike `Array.isArray` it keeps the type of the entries. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}
