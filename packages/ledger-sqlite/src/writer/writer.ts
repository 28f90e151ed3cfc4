import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { EctError } from '@wimse-ect/claims'
import { ledgerError } from '../sqlite-errors.ts'
import type { WriterAnswer, WriterRequest } from './messages.ts'
import type { Batch, WriterSettings } from './rows.ts'

interface Pending {
  readonly resolve: (size: number | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * The writing thread as this thread sees it. Waiting for the disk then costs the event loop nothing. A writer that nobody
 * waits for does not keep the process alive.
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

  /** Takes the lock of the database; resolves to the number of entries. */
  async begin(): Promise<number> {
    return (await this.#ask({ verb: 'begin' })) ?? 0
  }

  /** Resolves when the batch is durable. When it rejects, nothing of it is left. */
  async commit(batch: Batch): Promise<void> {
    await this.#ask({ verb: 'commit', batch })
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

  #ask(request: WriterRequest): Promise<number | undefined> {
    if (this.#hasEnded) return Promise.reject(new EctError('ECT_LEDGER_UNAVAILABLE'))
    this.#worker.postMessage(request)
    this.#worker.ref()
    return new Promise((resolve, reject) => this.#pending.push({ resolve, reject }))
  }

  #settle(answer: WriterAnswer): void {
    const pending = this.#pending.shift()
    if (this.#pending.length === 0) this.#worker.unref()
    if (answer.ok) pending?.resolve(answer.size)
    else pending?.reject(ledgerError(answer.failure))
  }

  #end(cause: unknown): void {
    this.#hasEnded = true
    for (const { reject } of this.#pending.splice(0)) reject(new EctError('ECT_LEDGER_UNAVAILABLE', { cause }))
  }
}
