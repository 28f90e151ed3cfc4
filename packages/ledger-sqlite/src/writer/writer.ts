import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { EctError } from '@wimse-ect/claims'
import { ledgerError } from '../sqlite-errors.ts'
import type { WriterAnswer, WriterRequest } from './messages.ts'
import type { BatchEnd, EntryRow, WriterSettings } from './rows.ts'

interface Pending {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * The writing thread as this thread sees it. Waiting for the disk then costs the event loop nothing. A writer that
 * nobody waits for does not keep the process alive.
 */
export class Writer {
  readonly #worker: Worker
  readonly #pending: Pending[] = []
  #hasEnded = false

  private constructor() {
    // Beside the sources lie sources, beside what was built lies what was built.
    const file = new URL(`writer-worker${extname(import.meta.url)}`, import.meta.url)
    // Flags of this process, such as one about its input, are not the worker's.
    this.#worker = new Worker(file, { execArgv: [] })
    this.#worker.on('message', (answer: WriterAnswer) => this.#settle(answer))
    this.#worker.on('error', (error) => this.#end(error))
    this.#worker.on('exit', () => this.#end(undefined))
  }

  /** Starts the thread and opens the file, or creates it. */
  static async open(settings: WriterSettings): Promise<Writer> {
    const writer = new Writer()
    try {
      await writer.#ask({ verb: 'open', settings })
      return writer
    } catch (error) {
      await writer.#worker.terminate()
      throw error
    }
  }

  /**
   * Has entries of a batch written meanwhile. Whether they could be is said by {@link commit}.
   *
   * @param size number of entries before the batch
   */
  insert(size: number, rows: readonly EntryRow[]): void {
    if (!this.#hasEnded) this.#worker.postMessage({ verb: 'insert', size, rows } satisfies WriterRequest)
  }

  /** Has the rest written; resolves when the batch is durable. When it rejects, nothing of the batch is left. */
  async commit(size: number, rows: readonly EntryRow[], end: BatchEnd): Promise<void> {
    await this.#ask({ verb: 'commit', size, rows, end })
  }

  async rollback(): Promise<void> {
    await this.#ask({ verb: 'rollback' })
  }

  async close(): Promise<void> {
    try {
      if (!this.#hasEnded) await this.#ask({ verb: 'close' })
    } catch (error) {
      // A thread that has ended meanwhile has closed what it held.
      if (!this.#hasEnded) throw error
    } finally {
      await this.#worker.terminate()
    }
  }

  #ask(request: WriterRequest): Promise<void> {
    if (this.#hasEnded) return Promise.reject(new EctError('ECT_LEDGER_UNAVAILABLE'))
    this.#worker.postMessage(request)
    this.#worker.ref()
    return new Promise((resolve, reject) => this.#pending.push({ resolve, reject }))
  }

  #settle(answer: WriterAnswer): void {
    const pending = this.#pending.shift()
    if (this.#pending.length === 0) this.#worker.unref()
    if (answer.ok) pending?.resolve()
    else pending?.reject(ledgerError(answer.failure))
  }

  #end(cause: unknown): void {
    this.#hasEnded = true
    for (const { reject } of this.#pending.splice(0)) reject(new EctError('ECT_LEDGER_UNAVAILABLE', { cause }))
  }
}
