import { setTimeout as delay } from 'node:timers/promises'
import { auditLedger } from './audit.ts'
import { maxLatenessSeconds, startCast } from './cast.ts'
import { type Attack, attacks } from './mallory/attacks.ts'
import { writeOutput } from './output.ts'
import { Interruption, Processes } from './processes.ts'
import { printAttacks } from './report/attack-table.ts'
import { drawTree } from './report/draw-tree.ts'
import type { Screen } from './report/screen.ts'
import { printTable } from './report/table.ts'
import { printTasks } from './report/task-table.ts'
import { type LifeCycle, playLifeCycle } from './scenes/life-cycle.ts'
import { playMallory } from './scenes/mallory.ts'
import { playTwoAgents } from './scenes/two-agents.ts'
import { Surprise } from './surprise.ts'

const timeoutMs = 60_000

/** What the demo is played with. */
export interface DemoOptions {
  /** Folder for the files. */
  readonly out: string
  /** The attacks and how each must end. Default: all of them. */
  readonly attacks?: readonly Attack[]
}

/**
 * Plays the demo. Whatever happens, no process is left when this returns.
 *
 * @returns the exit code: 0 when everything was as expected, 1 for a surprise, 130 or 143 when it was interrupted
 */
export async function runDemo(options: DemoOptions, screen: Screen): Promise<number> {
  const end = new AbortController()
  const processes = new Processes(end, (name, { text }) => screen.progress(`${name}: ${text}`))
  const timeout = setTimeout(() => end.abort(new Surprise(`not done after ${timeoutMs / 1000} s`)), timeoutMs)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort(new Interruption(signal)))
  try {
    await Promise.race([play(options, screen, processes), whenAborted(end.signal)])
    return 0
  } catch (error) {
    // A process that dies shows first as a broken connection; that it died says more.
    await delay(100)
    return explain(end.signal.aborted ? end.signal.reason : error, screen, processes)
  } finally {
    clearTimeout(timeout)
    await processes.stop()
  }
}

async function play(options: DemoOptions, screen: Screen, processes: Processes): Promise<void> {
  const begin = performance.now()
  screen.progress('starting the processes')
  const cast = await startCast(processes)
  screen.print('A ledger and nine agents, each a process of its own with its own key, talk HTTP on loopback.')

  printHeading(screen, '1. Two agents', 'A sends its work to B with a token; B verifies and records it, and answers with its own.')
  printTasks(screen, await playTwoAgents(cast))

  printHeading(screen, '2. The life cycle of a medical device', 'A failed test is rolled back, a person releases the build.')
  const lifeCycle = await playLifeCycle(cast)
  printModes(screen, lifeCycle)
  screen.print()
  printTasks(screen, lifeCycle.records)
  screen.print()
  for (const line of drawTree(lifeCycle.records)) screen.print(line)

  printHeading(screen, '3. Mallory', 'She has a key of her own, one honest task in the ledger, and bad intentions.')
  const judged = await playMallory(cast, processes, options.attacks ?? attacks)
  printAttacks(screen, judged)

  const { entries } = await auditLedger(cast.ledgerUrl, cast.keys)
  const files = await writeOutput(options.out, { records: lifeCycle.records, entries, keySet: cast.keySet })
  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  screen.print()
  screen.print(screen.paint('green', `All as expected: ${entries.length} tasks recorded, ${judged.length} attacks refused, ${seconds} s.`))
  screen.print(`Written to ${options.out}: ${files.join(', ')}`)
}

function printHeading(screen: Screen, title: string, subtitle: string): void {
  screen.print()
  screen.print(screen.paint('bold', title))
  screen.print(subtitle)
  screen.print()
}

function printModes(screen: Screen, { pointToPointTasks, latenessSeconds, records }: LifeCycle): void {
  const late = Math.min(...latenessSeconds)
  printTable(
    screen,
    ['mode', 'parents', 'ledger'],
    [
      ['point-to-point', 'sent along', `none: ${pointToPointTasks} tasks verified by their receivers, nothing recorded`],
      ['deferred', 'sent along', `an hour later: ${latenessSeconds.length} tasks recorded, each ${late} s after its expiry (${maxLatenessSeconds} s allowed)`],
      ['full', 'in the ledger', `at once: ${records.length} tasks recorded as they were done`],
    ],
  )
}

/** Says what was surprising, and gives the exit code for it. */
function explain(error: unknown, screen: Screen, processes: Processes): number {
  if (error instanceof Interruption) {
    screen.print(`Interrupted (${error.signal}).`)
    return error.signal === 'SIGINT' ? 130 : 143
  }
  const text = error instanceof Surprise ? error.message : error instanceof Error ? error.stack : String(error)
  screen.print()
  screen.print(screen.paint('red', `Surprise: ${text}`))
  for (const failure of processes.failures()) screen.print(failure)
  return 1
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}
