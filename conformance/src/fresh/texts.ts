/** Texts and identifiers as the rules allow them, of every kind that a reader may not expect. */
import type { IdKind } from '../case-options.ts'
import type { Random } from './random.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'
const digits = '0123456789'
/** No control characters: not every claim may hold them. */
const unusual = [
  ...' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  'é',
  'ß',
  'Ж',
  'ش',
  '仕',
  '様',
  'e\u0301',
  '🔎',
  '𝔈',
  '\u00a0',
]
const plain = [...letters, ...letters.toUpperCase(), ...digits, '_', '-']

/** So many characters of an alphabet. */
export function word(random: Random, alphabet: string | readonly string[], length: number): string {
  return Array.from({ length }, () => random.pick([...alphabet])).join('')
}

/** Text of 1 to `most` bytes, sometimes exactly that long. */
export function text(random: Random, most = 40): string {
  const length = random.chance(10) ? most : random.between(1, Math.min(most, 40))
  const alphabet = random.chance(50) ? plain : [...plain, ...unusual]
  let result = random.pick(plain)
  while (Buffer.byteLength(result) < length) {
    const next = random.pick(alphabet)
    result += Buffer.byteLength(result + next) > length ? 'x' : next
  }
  return result
}

/** A UUID, its digits in one case or both. */
export function uuid(random: Random): string {
  const hex = Buffer.from(random.bytes(16)).toString('hex')
  const lower = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return random.chance(70) ? lower : inSomeCase(random, lower)
}

/** The text with some letters in the other case. */
export function inSomeCase(random: Random, value: string): string {
  return random.chance(50)
    ? value.toUpperCase()
    : [...value].map((letter) => (random.chance(50) ? letter.toUpperCase() : letter)).join('')
}

/** An identifier of that kind. */
export function identifier(random: Random, ids: IdKind): string {
  if (ids === 'uuid') return uuid(random)
  return word(random, [...plain, '.', ':'], random.chance(10) ? 128 : random.between(8, 40))
}

/** As identifiers of that kind are compared. */
export function canonical(id: string, ids: IdKind): string {
  return ids === 'uuid' ? id.toLowerCase() : id
}

/** A SPIFFE ID. */
export function spiffeId(random: Random): string {
  const domain = random.pick(['example.com', 'a-b.example', 'x_1.example.org', word(random, letters, 12)])
  const segments = Array.from({ length: random.between(1, 4) }, () => {
    return word(random, [...plain, '.'], random.between(1, 12)).replace(/^\.+$/, 'dots')
  })
  return `spiffe://${domain}/${segments.join('/')}`
}

/** A name for a key: nobody may do more with it than compare it. */
export function kid(random: Random): string {
  const name = word(random, plain, 12)
  const odd = [`../../${name}`, `https://keys.example/${name}`, `' OR '${name}`, `${name}é仕`, name + 'k'.repeat(500)]
  return random.chance(70) ? name : random.pick(odd)
}

/** The text with all letters in one case, or longer: never the same. */
export function inOtherCase(value: string): string {
  return value === value.toUpperCase() ? `${value.toLowerCase()}x` : value.toUpperCase()
}
