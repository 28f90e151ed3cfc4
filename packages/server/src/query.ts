import { HttpProblem } from './http-problem.ts'

/** Reads the parameters of one request. Every method throws HttpProblem 400 for a value that is none. */
export class Query {
  readonly #values: URLSearchParams

  constructor(url: URL) {
    this.#values = url.searchParams
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name)
    return value === null || value === '' ? undefined : value
  }

  requiredText(name: string): string {
    const value = this.text(name)
    if (value === undefined) throw new HttpProblem(400, { detail: `the parameter ${name} is required` })
    return value
  }

  /** A whole number, 0 or more. */
  number(name: string): number | undefined {
    const value = this.text(name)
    return value === undefined ? undefined : wholeNumber(value, name)
  }

  requiredNumber(name: string): number {
    return wholeNumber(this.requiredText(name), name)
  }

  /** How many things a page may hold: 1 to 1000, by default 100. */
  limit(): number {
    const limit = this.number('limit') ?? 100
    if (limit < 1 || limit > 1000) throw new HttpProblem(400, { detail: 'limit must be 1 to 1000' })
    return limit
  }

  /** One of some words; by default the first. */
  oneOf<Word extends string>(name: string, words: readonly [Word, ...Word[]]): Word {
    const value = this.text(name) ?? words[0]
    const word = words.find((each) => each === value)
    if (word === undefined) throw new HttpProblem(400, { detail: `${name} must be ${words.join(' or ')}` })
    return word
  }
}

/** The number that a text stands for, in its one spelling. */
export function wholeNumber(text: string, name: string): number {
  const number = /^(?:0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(number)) throw new HttpProblem(400, { detail: `${name} must be a whole number` })
  return number
}
