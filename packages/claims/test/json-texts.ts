import fc from 'fast-check'
import type { JsonObject, JsonValue } from '../src/strict-json.ts'

const forbidden = ['__proto__', 'constructor', 'prototype']
const names = fc.string({ unit: 'grapheme', maxLength: 4 }).filter((name) => !forbidden.includes(name))
const scalars = fc.oneof(
  fc.constantFrom(null, true, false, ...forbidden),
  fc.integer(),
  // Adding 0 turns negative zero, which is refused, into zero.
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.string({ unit: 'grapheme' }),
)

function valuesOf(levels: number): fc.Arbitrary<JsonValue> {
  if (levels === 0) return scalars
  return fc.oneof(scalars, fc.array(valuesOf(levels - 1), { maxLength: 3 }), objectsOf(levels))
}

function objectsOf(levels: number): fc.Arbitrary<JsonObject> {
  return fc.dictionary(names, valuesOf(levels - 1), { maxKeys: 4, noNullPrototype: true })
}

/** Objects of at most 8 levels in which nothing is refused. */
export const documents: fc.Arbitrary<JsonObject> = objectsOf(8)

/** JSON text of a value with white space and escapes as the choices fall. */
export function spell(value: JsonValue, choices: fc.Stream<number>): string {
  return new Speller(choices).value(value)
}

/** Like {@link spell}, but one member, at any depth, is followed by another of its name. The object must have a member. */
export function spellWithDuplicate(value: JsonObject, choices: fc.Stream<number>): string {
  const speller = new Speller(choices)
  speller.membersUntilDuplicate = speller.choose(membersIn(value))
  return speller.value(value)
}

function membersIn(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0
  const inside = Object.values(value).reduce((sum: number, member: JsonValue) => sum + membersIn(member), 0)
  return Array.isArray(value) ? inside : inside + Object.keys(value).length
}

class Speller {
  membersUntilDuplicate = -1
  readonly #choices: fc.Stream<number>

  constructor(choices: fc.Stream<number>) {
    this.#choices = choices
  }

  choose(below: number): number {
    return (this.#choices.next().value ?? 0) % below
  }

  value(value: JsonValue): string {
    return this.#space() + this.#bare(value) + this.#space()
  }

  #bare(value: JsonValue): string {
    if (typeof value === 'string') return this.#string(value)
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    if (Array.isArray(value)) return `[${value.map((entry: JsonValue) => this.value(entry)).join(',')}]`
    const members = Object.entries(value).flatMap(([name, member]) => this.#members(name, member))
    return `{${members.join(',')}}`
  }

  #members(name: string, value: JsonValue): string[] {
    const duplicate = this.membersUntilDuplicate-- === 0 ? [this.#member(name, 'twin')] : []
    return [this.#member(name, value), ...duplicate]
  }

  #member(name: string, value: JsonValue): string {
    return `${this.#space()}${this.#string(name)}${this.#space()}:${this.value(value)}`
  }

  #space(): string {
    return ['', '', ' ', '\n', '\t', '\r\n  '][this.choose(6)] ?? ''
  }

  #string(text: string): string {
    return `"${[...text].map((character) => this.#character(character)).join('')}"`
  }

  #character(character: string): string {
    const plain = JSON.stringify(character).slice(1, -1)
    if (this.choose(3) > 0) return plain
    // Both halves of a pair or none: half a pair in the text itself could not be UTF-8.
    const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))
    return units.map((hex) => `\\u${this.choose(2) === 0 ? hex : hex.toUpperCase()}`).join('')
  }
}
