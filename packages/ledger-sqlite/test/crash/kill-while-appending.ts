import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import type { Report } from './protocol.ts'

const program = join(import.meta.dirname, 'appending-process.ts')
const flags = ['--conditions=@wimse-ect/source', '--no-warnings']

/** What a process had said when it was killed. */
export interface KilledProcess {
  readonly reports: readonly Report[]
  /** What it wrote to standard error: nothing, unless something broke. */
  readonly complaints: string
}

/**
 * Lets a process append to a ledger and kills it with SIGKILL.
 *
 * @param from what the instant of the kill is counted from
 * @param afterMs how long after that, in milliseconds
 */
export async function killWhileAppending(
  file: string,
  signerKey: string,
  from: 'start' | 'first report',
  afterMs: number,
): Promise<KilledProcess> {
  // Into a file, which takes every line at once, while a pipe may be full.
  const output = openSync(`${file}.reports`, 'w')
  const child = spawn(process.execPath, [...flags, program, file, signerKey], { stdio: ['ignore', output, 'pipe'] })
  const ended = Promise.all([child.stderr === null ? '' : text(child.stderr), once(child, 'close')])
  if (from === 'first report') {
    while (child.exitCode === null && statSync(`${file}.reports`).size === 0) await setTimeout(2)
  }
  await setTimeout(afterMs)
  child.kill('SIGKILL')
  const [complaints] = await ended
  closeSync(output)
  const said = readFileSync(`${file}.reports`, 'utf8')
  // A line that was cut off was never said.
  const lines = said.slice(0, said.lastIndexOf('\n') + 1).split('\n')
  return { reports: lines.filter((line) => line !== '').map((line): Report => JSON.parse(line)), complaints }
}
