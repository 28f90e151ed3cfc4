/** A JSON value in which nothing is lost: members in their order, also twice, and numbers as they are written. */
export type NaiveJson =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'array'; readonly entries: readonly NaiveJson[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, value: NaiveJson])[] }

/**
 * Reads JSON that `JSON.parse` has accepted, by the grammar and one character after the other: a second opinion on the
 * strict reader, which does it in another way. Below a hundred levels it only says that there is something.
 */
export function readNaively(text: string): NaiveJson {
  return new Reader(text).value(0)
}

const mostLevels = 100

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(level: number): NaiveJson {
    const first = this.#peek()
    if (level > mostLevels) return this.#rest()
    if (first === '{') return { kind: 'object', members: this.#list('}', () => this.#member(level + 1)) }
    if (first === '[') return { kind: 'array', entries: this.#list(']', () => this.value(level + 1)) }
    if (first === '"') return { kind: 'string', text: this.#string() }
    const text = this.#token(/[^\s,\]}]+/y)
    return /[0-9]$/.test(text) ? { kind: 'number', text } : { kind: 'word', text }
  }

  /** All that is left, as if it were one word: every list that is open ends. */
  #rest(): NaiveJson {
    this.#at = this.#text.length
    return { kind: 'word', text: '' }
  }

  #member(level: number): readonly [string, NaiveJson] {
    const name = this.#string()
    this.#token(/\s*:/y)
    return [name, this.value(level)]
  }

  #list<T>(end: string, read: () => T): readonly T[] {
    this.#at++
    const things: T[] = []
    while (this.#peek() !== end && this.#at < this.#text.length) {
      things.push(read())
      if (this.#peek() === ',') this.#at++
    }
    this.#at++
    return things
  }

  #string(): string {
    this.#peek()
    return String(JSON.parse(this.#token(/"(?:[^"\\]|\\.)*"/y)))
  }

  /** The next character that is no white space. */
  #peek(): string {
    this.#token(/\s*/y)
    return this.#text.charAt(this.#at)
  }

  #token(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const text = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += text.length
    return text
  }
}
