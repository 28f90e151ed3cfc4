import { numberIn, textIn } from '@wimse-ect/ledger/durable'
import type { Queryable } from './database.ts'

/** Most agents that are remembered. */
const maxKnown = 10_000

/** Agents by name, as the log numbers them. A number never changes once it is committed. */
export class Agents {
  readonly #log: number
  readonly #known = new Map<string, number>()

  constructor(log: number) {
    this.#log = log
  }

  /**
   * The numbers of agents, with the next free ones for those that have none yet.
   *
   * @param count number of agents that have a number
   */
  async numbersOf(names: Iterable<string>, count: number, database: Queryable): Promise<ReadonlyMap<string, number>> {
    const numbers = new Map<string, number>()
    const unknown: string[] = []
    for (const name of new Set(names)) {
      const known = this.#known.get(name)
      if (known === undefined) unknown.push(name)
      else numbers.set(name, known)
    }
    if (unknown.length === 0) return numbers
    const sql = 'SELECT id, name FROM ect_ledger.agent WHERE log = $1 AND name = ANY ($2::text[])'
    for (const row of await database.rows(sql, [this.#log, unknown])) {
      numbers.set(textIn(row, 'name'), numberIn(row, 'id'))
    }
    let next = count
    for (const name of unknown) {
      if (!numbers.has(name)) numbers.set(name, next++)
    }
    return numbers
  }

  /** The numbers of agents, if all of them are known without asking. */
  knownNumbersOf(names: Iterable<string>): ReadonlyMap<string, number> | undefined {
    const numbers = new Map<string, number>()
    for (const name of new Set(names)) {
      const known = this.#known.get(name)
      if (known === undefined) return undefined
      numbers.set(name, known)
    }
    return numbers
  }

  /** Keeps numbers that are committed. */
  remember(numbers: ReadonlyMap<string, number>): void {
    if (this.#known.size + numbers.size > maxKnown) this.#known.clear()
    for (const [name, number] of numbers) this.#known.set(name, number)
  }
}
