import { deepEqual, equal } from 'node:assert/strict'
import { parseStrictJson } from '@wimse-ect/claims'
import { casesOf } from '../properties/cases-of.ts'
import { type NaiveJson, readNaively } from '../properties/naive-json.ts'
import { outcomeOf } from '../properties/outcome.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

/**
 * Strict JSON [ENV-JSON-OBJECT]: it accepts exactly what a slow reader finds to have one meaning, and reads what
 * `JSON.parse` reads, with the members in the same order.
 */
export const target: Target = {
  check(input) {
    const text = textOf(input)
    const outcome = outcomeOf(() => parseStrictJson(text, 'payload'))
    const parsed = tryParse(text)
    const naive = parsed === undefined ? undefined : readNaively(text)
    equal(outcome.ok, naive !== undefined && isUnambiguous(naive))
    if (!outcome.ok || naive === undefined) return
    const { value, notIntegers } = outcome.value
    deepEqual(value, parsed)
    equal(JSON.stringify(value), JSON.stringify(parsed))
    deepEqual(notIntegers, new Set(fractionsIn(naive)))
    deepEqual(parseStrictJson(JSON.stringify(value), 'payload').value, value)
  },
  seeds: () => [...payloads(), '{"a":{"b":[1,-0.5e3,"\\ud83d\\ude00",null,true]},"\\u0061b":1}', '{"a":1,"\\u0061":2}'],
  words: ['"__proto__":', '"constructor":', '\\ud800', '\\udc00', '1e400', '-0', '1.0', 'true', 'false', 'null'],
}

function payloads(): readonly string[] {
  return casesOf('decode').flatMap(({ token }) => {
    const [header = '', payload = ''] = token.split('.')
    return [header, payload].map((part) => Buffer.from(part, 'base64url').toString())
  })
}

/** An object as `JSON.parse` reads it. */
function tryParse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isUnambiguous(json: NaiveJson, depth = 1): boolean {
  switch (json.kind) {
    case 'word':
      return true
    case 'string':
      return hasUtf8(json.text)
    case 'number':
      return Number.isFinite(Number(json.text)) && !Object.is(Number(json.text), -0)
    case 'array':
      return depth <= 8 && json.entries.every((entry) => isUnambiguous(entry, depth + 1))
    case 'object':
      return (
        depth <= 8 &&
        new Set(json.members.map(([name]) => name)).size === json.members.length &&
        json.members.every(([name, member]) => isGoodName(name) && isUnambiguous(member, depth + 1))
      )
  }
}

function isGoodName(name: string): boolean {
  return hasUtf8(name) && !['__proto__', 'constructor', 'prototype'].includes(name)
}

/** True unless it holds half a surrogate pair. */
function hasUtf8(text: string): boolean {
  return Buffer.from(text).toString() === text
}

/** Paths, in the first two levels, of numbers that are written with a fraction or an exponent. */
function fractionsIn(json: NaiveJson, names: readonly string[] = []): readonly string[] {
  if (json.kind === 'number') return /[.eE]/.test(json.text) ? [names.join('.')] : []
  if (json.kind !== 'object' || names.length === 2) return []
  return json.members.flatMap(([name, member]) => fractionsIn(member, [...names, name.replaceAll('.', '\\.')]))
}
