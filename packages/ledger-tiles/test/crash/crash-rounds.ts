import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { folderStore } from '../../src/index.ts'
import { provedEntries, publishedSize } from '../proved-entries.ts'
import { entryOf, logKey, signerKey } from '../test-log.ts'

/** What came of killing publishers again and again. */
export interface CrashSummary {
  /** Rounds; in each, two processes are killed. */
  readonly rounds: number
  /** Checkpoints that a process said were published. */
  readonly acknowledged: number
  /** Size of the log in the end. */
  readonly size: number
  /** In words, everything that is not as it has to be. */
  readonly problems: readonly string[]
}

const program = join(import.meta.dirname, 'publishing-process.ts')
const flags = ['--conditions=@wimse-ect/source', '--no-warnings']

/**
 * Kills two processes that publish one log to one folder, again and again, and looks after each round whether the
 * folder alone proves all that was said to be published.
 *
 * @param longestMs the kill comes at a random instant up to so many milliseconds after something was published
 */
export async function crashRounds(folder: string, rounds: number, longestMs: number): Promise<CrashSummary> {
  const problems: string[] = []
  let [acknowledged, size] = [0, 0]
  for (let round = 0; round < rounds; round++) {
    const killed = await Promise.all(['one', 'other'].map((name) => killWhilePublishing(folder, name, longestMs)))
    for (const { sizes, complaints } of killed) {
      acknowledged += sizes.length
      size = Math.max(size, ...sizes)
      if (complaints !== '') problems.push(`round ${round}: ${complaints}`)
    }
    const present = (await publishedSize(folderStore(folder), logKey)) ?? 0
    if (present < size) problems.push(`round ${round}: ${size} were published, ${present} are there`)
    size = present
    problems.push(...(await problemsOf(folder, size)).map((problem) => `round ${round}: ${problem}`))
  }
  return { rounds, acknowledged, size, problems }
}

async function problemsOf(folder: string, size: number): Promise<string[]> {
  try {
    const entries = size === 0 ? [] : await provedEntries(folderStore(folder), logKey)
    return entries.some((entry, at) => entry !== entryOf(at)) ? ['there are other entries'] : []
  } catch (error) {
    return [String(error)]
  }
}

async function killWhilePublishing(
  folder: string,
  name: string,
  longestMs: number,
): Promise<{ sizes: number[]; complaints: string }> {
  // Into a file, which takes every line at once, while a pipe may be full.
  const reports = `${folder}.${name}`
  const output = openSync(reports, 'w')
  const child = spawn(process.execPath, [...flags, program, folder, signerKey], { stdio: ['ignore', output, 'pipe'] })
  const ended = Promise.all([child.stderr === null ? '' : text(child.stderr), once(child, 'close')])
  await firstReport(child, reports)
  await setTimeout(Math.random() * longestMs)
  child.kill('SIGKILL')
  const [complaints] = await ended
  closeSync(output)
  const said = readFileSync(reports, 'utf8')
  // A line that was cut off was never said.
  const lines = said.slice(0, said.lastIndexOf('\n') + 1).split('\n')
  return { sizes: lines.filter((line) => line !== '').map(Number), complaints }
}

async function firstReport(child: ChildProcess, reports: string): Promise<void> {
  while (child.exitCode === null && statSync(reports).size === 0) await setTimeout(2)
}
