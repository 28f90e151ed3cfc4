import { isRaw, type Members } from '../generate/json-text.ts'
import type { Random } from './random.ts'

/** How freely a text is written. */
interface Style {
  /** Between any two tokens of the text. */
  readonly space: () => string
  readonly string: (value: string) => string
}

/**
 * Writes an object as nobody would, but as everybody must read it: members in any order, white space, escapes.
 *
 * `undefined` leaves a member out, and {@link raw} text stands as it is.
 */
export function writeJson(random: Random, members: Members): string {
  const style = makeStyle(random)
  const given = Object.entries(members).filter(([, value]) => value !== undefined)
  return `${style.space()}${writeMembers(random.chance(50) ? random.shuffled(given) : given, style)}${style.space()}`
}

function makeStyle(random: Random): Style {
  const spaced = random.chance(40)
  const escapes = random.pick([0, 0, 5, 40])
  return {
    space: () => (spaced && random.chance(30) ? random.pick([' ', '\t', '\n', '\r\n', '  ']) : ''),
    string: (value) => {
      const characters = Array.from(value, (character) => {
        return random.chance(escapes) ? escaped(random, character) : JSON.stringify(character).slice(1, -1)
      })
      return `"${characters.join('')}"`
    },
  }
}

/** A character as escapes, two where it has two UTF-16 units. */
export function escaped(random: Random, character: string): string {
  if (character === '/') return '\\/'
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at).toString(16))
  return units
    .map((unit) => `\\u${random.chance(50) ? unit.padStart(4, '0') : unit.toUpperCase().padStart(4, '0')}`)
    .join('')
}

function writeMembers(members: readonly (readonly [string, unknown])[], style: Style): string {
  const list = members.map(([name, value]) => {
    const written = [style.string(name), ':', writeValue(value, style)]
    return `${style.space()}${written.join(style.space())}${style.space()}`
  })
  return `{${list.join(',')}}`
}

function writeValue(value: unknown, style: Style): string {
  if (isRaw(value)) return value.rawText
  if (typeof value === 'string') return style.string(value)
  if (Array.isArray(value)) return `[${value.map((entry) => writeValue(entry, style)).join(`${style.space()},`)}]`
  if (typeof value === 'object' && value !== null) return writeMembers(Object.entries(value), style)
  return JSON.stringify(value)
}
