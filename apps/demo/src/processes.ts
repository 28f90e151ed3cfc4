import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Interruption } from './interruption.ts'
import { type LogLine, parseLogLine } from './log.ts'
import { isRegistration, type Registration, type Settings } from './registration.ts'
import { Surprise } from './surprise.ts'

const defaultAnswerTimeoutMs = 30_000
const logTimeoutMs = 5_000
const killTimeoutMs = 2_000

interface Child {
  readonly process: ChildProcess
  readonly log: LogLine[]
}

/** The processes of the demo by name: starts them, reads their logs, notices when one dies, and ends them all. */
export class Processes {
  readonly #children = new Map<string, Child>()
  readonly #nameOfUrl = new Map<string, string>()
  readonly #end: AbortController
  readonly #onLog: (name: string, line: LogLine) => void
  readonly #answerTimeoutMs: number

  /**
   * @param end aborted, with a {@link Surprise} as the reason, when a process ends that nobody stopped; when somebody
   * else aborts it, nothing here waits any longer
   * @param onLog called for each line that a process logs
   * @param answerTimeoutMs how long a process may take to register, and to take its settings
   */
  constructor(
    end: AbortController,
    onLog: (name: string, line: LogLine) => void,
    answerTimeoutMs: number = defaultAnswerTimeoutMs,
  ) {
    this.#end = end
    this.#onLog = onLog
    this.#answerTimeoutMs = answerTimeoutMs
  }

  /**
   * Starts a process and waits until it registers.
   *
   * @param file its module, relative to this one
   */
  async start(name: string, file: string, args: readonly string[] = []): Promise<Registration> {
    const path = fileURLToPath(new URL(file, import.meta.url))
    // Standard error is the log; what Node 22 says there about node:sqlite, also on a thread, is none of it.
    const env = {
      ...process.env,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --disable-warning=ExperimentalWarning`,
    }
    const child = { process: fork(path, args, { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }), log: [] }
    this.#children.set(name, child)
    this.#follow(name, child)
    const message = await this.#nextMessage(name, child)
    if (!isRegistration(message)) throw new Surprise(`${name} did not register`)
    this.#nameOfUrl.set(message.url, name)
    return message
  }

  /** Gives a process its settings and waits until it has taken them. */
  async configure(name: string, settings: Settings): Promise<void> {
    const child = this.#child(name)
    child.process.send(settings)
    await this.#nextMessage(name, child)
  }

  /** The codes of what a process has refused so far, in order. */
  refusals(name: string): readonly string[] {
    return this.#child(name).log.flatMap(({ event, code }) => (event === 'refused' ? (code ?? 'no code') : []))
  }

  /** One of them. Waits a little: an answer can be here before the line is. */
  async refusal(name: string, index: number): Promise<string> {
    const deadline = Date.now() + logTimeoutMs
    while (Date.now() < deadline) {
      const code = this.refusals(name)[index]
      if (code !== undefined) return code
      await delay(5, undefined, { signal: this.#end.signal })
    }
    throw new Surprise(`${name} logged nothing about a request it refused`)
  }

  /** Everything that went wrong inside the processes, for a person. */
  failures(): readonly string[] {
    return [...this.#children].flatMap(([name, { log }]) =>
      log.filter(({ event }) => event === 'failed').map(({ text }) => `${name}: ${text}`),
    )
  }

  /** The text with the names of the processes in place of their URLs. */
  withNames(text: string): string {
    return [...this.#nameOfUrl].reduce((named, [url, name]) => named.replaceAll(url, name), text)
  }

  /** Ends one process, by force where asking is not enough. */
  async end(name: string): Promise<void> {
    const { process } = this.#child(name)
    process.removeAllListeners('exit')
    const isRunning = process.pid !== undefined && process.exitCode === null && process.signalCode === null
    if (!isRunning) return
    const exited = once(process, 'exit')
    process.kill('SIGTERM')
    const force = setTimeout(() => process.kill('SIGKILL'), killTimeoutMs)
    await exited
    clearTimeout(force)
  }

  /** Ends every process. */
  async stop(): Promise<void> {
    await Promise.all([...this.#children.keys()].map((name) => this.end(name)))
  }

  #follow(name: string, { process, log }: Child): void {
    process.on('exit', (code, signal) => {
      // Ctrl-C reaches the whole process group; a child may be gone before the runner hears of it.
      const interrupted = signal === 'SIGINT' || signal === 'SIGTERM'
      this.#end.abort(
        interrupted ? new Interruption(signal) : new Surprise(`${name} ended by itself (${signal ?? code})`),
      )
    })
    process.on('error', (error) => this.#end.abort(error))
    if (process.stderr === null) return
    createInterface({ input: process.stderr }).on('line', (text) => {
      const line = parseLogLine(text)
      log.push(line)
      this.#onLog(name, line)
    })
  }

  async #nextMessage(name: string, { process }: Child): Promise<unknown> {
    const timeout = AbortSignal.timeout(this.#answerTimeoutMs)
    try {
      const signal = AbortSignal.any([this.#end.signal, timeout])
      const messages: readonly unknown[] = await once(process, 'message', { signal })
      return messages[0]
    } catch (error) {
      throw timeout.aborted ? new Surprise(`${name} did not answer`) : error
    }
  }

  #child(name: string): Child {
    const child = this.#children.get(name)
    if (child === undefined) throw new TypeError(`no process is named ${name}`)
    return child
  }
}
