import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PackedEntries } from './packed-entries.ts'

/** A part of the check of a file; entries from one sequence to before another. */
export type CheckJob =
  | { readonly verb: 'structure' }
  | { readonly verb: 'entries'; readonly from: number; readonly to: number }

/** What a thread found; `undefined` when it could not look. */
export type CheckAnswer =
  | { readonly verb: 'structure'; readonly found: readonly string[] }
  | { readonly verb: 'entries'; readonly found: PackedEntries }
  | undefined

interface Asked {
  readonly job: CheckJob
  readonly resolve: (answer: CheckAnswer) => void
}

const extension = extname(import.meta.url)
// Beside the sources lie sources, beside what was built lies what was built.
const workerFile = new URL(`checking-worker${extension}`, import.meta.url)
// Flags of this process are not the worker's; but sources have to find sources.
const execArgv = extension === '.ts' ? ['--conditions=@wimse-ect/source'] : []

/**
 * Threads that check parts of one file. A job goes to whichever is free. They keep the process alive only while they
 * have work; a job that no thread could do, because none could be started or it has ended, has no answer.
 */
export class CheckingThreads {
  readonly #workers = new Set<Worker>()
  readonly #idle: Worker[] = []
  readonly #busy = new Map<Worker, Asked>()
  readonly #waiting: Asked[] = []

  constructor(file: string, threads: number) {
    for (let thread = 0; thread < threads; thread++) this.#start(file)
  }

  /** Jobs are begun in the order in which they were asked for. */
  run(job: CheckJob): Promise<CheckAnswer> {
    return new Promise((resolve) => {
      this.#waiting.push({ job, resolve })
      this.#handOut()
    })
  }

  /** Ends all threads; what they were asked for has no answer. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()))
  }

  #start(file: string): void {
    let worker: Worker
    try {
      worker = new Worker(workerFile, { execArgv, workerData: file })
    } catch {
      // Not allowed to, for instance under `node --permission`.
      return
    }
    this.#workers.add(worker)
    this.#idle.push(worker)
    worker.unref()
    worker.on('message', (answer: CheckAnswer) => {
      this.#answer(worker, answer)
      this.#idle.push(worker)
      this.#handOut()
    })
    // Without a listener, an error of a thread would end the process.
    for (const event of ['error', 'exit']) worker.on(event, () => this.#lose(worker))
  }

  #handOut(): void {
    if (this.#workers.size === 0) for (const { resolve } of this.#waiting.splice(0)) resolve(undefined)
    for (let [worker] = this.#idle; worker !== undefined; [worker] = this.#idle) {
      const asked = this.#waiting.shift()
      if (asked === undefined) return
      this.#idle.shift()
      this.#busy.set(worker, asked)
      worker.ref()
      worker.postMessage(asked.job)
    }
  }

  #answer(worker: Worker, answer: CheckAnswer): void {
    worker.unref()
    this.#busy.get(worker)?.resolve(answer)
    this.#busy.delete(worker)
  }

  #lose(worker: Worker): void {
    this.#workers.delete(worker)
    const at = this.#idle.indexOf(worker)
    if (at >= 0) this.#idle.splice(at, 1)
    this.#answer(worker, undefined)
    this.#handOut()
  }
}
