/** Labels of one series. Values are words of ours: route templates, statuses, codes. */
export type Labels = Readonly<Record<string, string>>

/** A counter of Prometheus, with a series for each set of labels. */
export class Counter {
  readonly #name: string
  readonly #help: string
  readonly #series = new Map<string, number>()

  constructor(name: string, help: string) {
    this.#name = name
    this.#help = help
  }

  add(labels: Labels, by = 1): void {
    const key = labelText(labels)
    this.#series.set(key, (this.#series.get(key) ?? 0) + by)
  }

  text(): string {
    const lines = [...this.#series].map(([labels, value]) => `${this.#name}${labels} ${value}\n`)
    return `# HELP ${this.#name} ${this.#help}\n# TYPE ${this.#name} counter\n${lines.join('')}`
  }
}

/** Labels as they stand behind a name. */
export function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
