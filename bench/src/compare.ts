import { collectYoungGarbage } from './collect-garbage.ts'
import { type Spread, spreadOf } from './spread.ts'

/** What is timed: some items, one after another or however this way of doing it takes them. */
export type Run<Item> = (items: readonly Item[]) => void | Promise<void>

/** One way of doing what is compared. */
export interface Candidate<Item> {
  readonly name: string
  /** Makes what a repetition starts with, a fresh memory for instance; not timed. */
  readonly start: () => Run<Item> | Promise<Run<Item>>
  /** Undoes what `start` made; not timed. */
  readonly end?: () => Promise<void>
  /** The part of the items of each turn that this one is given, for what takes long. Default 1. */
  readonly share?: number
}

export interface CompareOptions<Item> {
  /** Those of one repetition, in their order. */
  readonly items: readonly Item[]
  /** Into how many turns a repetition is cut: the candidates take them one after another. */
  readonly turns: number
  /** Repetitions that count; one more goes before them. */
  readonly repetitions: number
  /** Makes an item new before each use, so that nothing which the engine noted about it is there already. */
  readonly arrive?: (item: Item) => Item
}

/** What one item cost, on average over a repetition, in microseconds. */
export interface Cost {
  readonly wallUs: number
  /** Processor time of all threads, garbage collection and compilation included. */
  readonly cpuUs: number
}

/** What an item cost each candidate, by its name, one for each repetition. */
export type Costs = Readonly<Record<string, readonly Cost[]>>

/**
 * Times several ways of doing the same in one process. They take turns of some milliseconds, so that whatever else the
 * machine does meets all of them, and in another order each time: who comes after one that waited is let run longer.
 */
export async function compare<Item>(
  candidates: readonly Candidate<Item>[],
  { items, turns, repetitions, arrive = (item) => item }: CompareOptions<Item>,
): Promise<Costs> {
  const costs: Record<string, Cost[]> = Object.fromEntries(candidates.map(({ name }) => [name, []]))
  const perTurn = Math.ceil(items.length / turns)
  for (let repetition = 0; repetition <= repetitions; repetition++) {
    const stopwatches: Stopwatch<Item>[] = []
    for (const candidate of candidates) stopwatches.push(new Stopwatch(candidate, await candidate.start()))
    for (let turn = 0; turn < turns; turn++) {
      const ofTurn = items.slice(turn * perTurn, (turn + 1) * perTurn)
      for (const stopwatch of shuffled(stopwatches)) await stopwatch.time(ofTurn, arrive)
    }
    for (const { candidate } of stopwatches) await candidate.end?.()
    // The first one compiles.
    if (repetition > 0) for (const each of stopwatches) costs[each.candidate.name]?.push(each.cost())
  }
  return costs
}

function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const keyed = items.map((item) => ({ item, key: Math.random() }))
  return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item)
}

class Stopwatch<Item> {
  readonly candidate: Candidate<Item>
  readonly #run: Run<Item>
  #items = 0
  #wallUs = 0
  #cpuUs = 0

  constructor(candidate: Candidate<Item>, run: Run<Item>) {
    this.candidate = candidate
    this.#run = run
  }

  async time(items: readonly Item[], arrive: (item: Item) => Item): Promise<void> {
    const given = items.slice(0, Math.ceil(items.length * (this.candidate.share ?? 1))).map(arrive)
    // Or else each pays for the garbage of the one before it, and for what it was given.
    collectYoungGarbage()
    const cpuBefore = process.cpuUsage()
    const before = performance.now()
    const running = this.#run(given)
    if (running !== undefined) await running
    this.#wallUs += (performance.now() - before) * 1000
    const { user, system } = process.cpuUsage(cpuBefore)
    this.#cpuUs += user + system
    this.#items += given.length
  }

  cost(): Cost {
    return { wallUs: this.#wallUs / this.#items, cpuUs: this.#cpuUs / this.#items }
  }
}

/** How fast a candidate is, beside another one: 1 is as fast, 0.5 takes twice as long. */
export interface Speed {
  readonly wall: Spread
  readonly cpu: Spread
}

/** Compares repetition by repetition. */
export function speedOf(costs: Costs, name: string, baseline: string): Speed {
  const pairs = costsOf(costs, name).map((cost, at) => ({ cost, base: costsOf(costs, baseline)[at] ?? cost }))
  return {
    wall: spreadOf(pairs.map(({ cost, base }) => base.wallUs / cost.wallUs)),
    cpu: spreadOf(pairs.map(({ cost, base }) => base.cpuUs / cost.cpuUs)),
  }
}

/** @throws TypeError for a name that was not compared */
export function costsOf(costs: Costs, name: string): readonly Cost[] {
  const found = costs[name]
  if (found === undefined) throw new TypeError(`${name} was not compared`)
  return found
}
