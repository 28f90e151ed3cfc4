import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import type { Report } from './protocol.ts'

const flags = ['--conditions=@wimse-ect/source', '--no-warnings']

/** What a process had said when it was killed. */
export interface KilledProcess {
  readonly reports: readonly Report[]
  /** What it wrote to standard error: nothing, unless something broke. */
  readonly complaints: string
}

/** A process of its own that calls `appendForEver`. */
export class AppendingProcess {
  readonly #child: ChildProcess
  readonly #output: string
  readonly #ended: Promise<string>

  /**
   * @param program its path and arguments
   * @param output a file for its reports, which takes every line at once, while a pipe may be full
   */
  constructor(program: readonly string[], output: string) {
    this.#output = output
    const descriptor = openSync(output, 'w')
    this.#child = spawn(process.execPath, [...flags, ...program], { stdio: ['ignore', descriptor, 'pipe'] })
    closeSync(descriptor)
    const complaints = this.#child.stderr === null ? '' : text(this.#child.stderr)
    this.#ended = once(this.#child, 'close').then(() => complaints)
  }

  /** Resolves when it has said something, or has ended. */
  async hasBegun(): Promise<void> {
    while (this.#child.exitCode === null && statSync(this.#output).size === 0) await setTimeout(2)
  }

  /** Kills it with SIGKILL; again changes nothing. */
  async kill(): Promise<KilledProcess> {
    this.#child.kill('SIGKILL')
    const complaints = await this.#ended
    const said = readFileSync(this.#output, 'utf8')
    // A line that was cut off was never said.
    const lines = said.slice(0, said.lastIndexOf('\n') + 1).split('\n')
    return { reports: lines.filter((line) => line !== '').map((line): Report => JSON.parse(line)), complaints }
  }
}
