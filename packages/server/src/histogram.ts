import { type Labels, labelText } from './counter.ts'

/** Upper bounds in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

interface Series {
  readonly labels: Labels
  /** How many were at most as long as each bound. */
  readonly buckets: number[]
  sum: number
  count: number
}

/** A histogram of durations for Prometheus. */
export class Histogram {
  readonly #name: string
  readonly #help: string
  readonly #series = new Map<string, Series>()

  constructor(name: string, help: string) {
    this.#name = name
    this.#help = help
  }

  add(labels: Labels, seconds: number): void {
    const key = labelText(labels)
    const series = this.#series.get(key) ?? { labels, buckets: bounds.map(() => 0), sum: 0, count: 0 }
    this.#series.set(key, series)
    for (const [at, bound] of bounds.entries()) {
      if (seconds <= bound) series.buckets[at] = (series.buckets[at] ?? 0) + 1
    }
    series.sum += seconds
    series.count += 1
  }

  text(): string {
    const lines = [...this.#series.values()].flatMap(({ labels, buckets, sum, count }) => [
      ...bounds.map((bound, at) => this.#line('_bucket', { ...labels, le: String(bound) }, buckets[at] ?? 0)),
      this.#line('_bucket', { ...labels, le: '+Inf' }, count),
      this.#line('_sum', labels, sum),
      this.#line('_count', labels, count),
    ])
    return `# HELP ${this.#name} ${this.#help}\n# TYPE ${this.#name} histogram\n${lines.join('')}`
  }

  #line(suffix: string, labels: Labels, value: number): string {
    return `${this.#name}${suffix}${labelText(labels)} ${value}\n`
  }
}
