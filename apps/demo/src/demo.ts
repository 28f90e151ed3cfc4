import { setTimeout as delay } from 'node:timers/promises'
import type { LedgerEntry } from 'wimse-ect'
import { type Attack, attacks } from './attacks/attack-list.ts'
import { auditLedger } from './audit.ts'
import { type Cast, startCast } from './cast.ts'
import { Interruption } from './interruption.ts'
import { keepRunning } from './keep-running.ts'
import { makeRoomForLedgers } from './ledger-files.ts'
import { makeFolder, type Outcome, writeOutput } from './output.ts'
import { Processes } from './processes.ts'
import { printAttacks } from './report/attack-table.ts'
import { printForgery } from './report/forgery-lines.ts'
import { printModes } from './report/mode-table.ts'
import { printReceipt } from './report/receipt-lines.ts'
import type { Screen } from './report/screen.ts'
import { printSecondHistory } from './report/second-history-lines.ts'
import { printTasks } from './report/task-table.ts'
import { printTree } from './report/task-tree.ts'
import { makeRunFiles, type RunFiles } from './run-files.ts'
import { type JudgedAttack, playAttacks } from './scenes/attacks.ts'
import { playForgery } from './scenes/forgery.ts'
import { playLifeCycle } from './scenes/life-cycle.ts'
import { playReceipt } from './scenes/receipt.ts'
import { playSecondHistory } from './scenes/second-history.ts'
import { playTwoAgents } from './scenes/two-agents.ts'
import { Surprise } from './surprise.ts'

const timeoutMs = 60_000

/** What the demo is played with. */
export interface DemoOptions {
  /** Folder for the files. */
  readonly out: string
  /** Whether everything is left running when the scenes are over, until somebody interrupts. Default: it is not. */
  readonly keep?: boolean
  /** The attacks and how each must end. Default: all of them. */
  readonly attacks?: readonly Attack[]
}

/** Who took part, and what was in the ledger in the end. */
interface Played {
  readonly cast: Cast
  readonly entries: readonly LedgerEntry[]
}

/**
 * Plays the demo. Whatever happens, no process is left when this returns.
 *
 * @returns the exit code: 0 when everything was as expected, 1 for a surprise, 130 or 143 when it was interrupted before
 */
export async function runDemo(options: DemoOptions, screen: Screen): Promise<number> {
  const end = new AbortController()
  const processes = new Processes(end, (name, { code, text }) => screen.progress(`${name}: ${code ?? text}`))
  const timeout = setTimeout(() => end.abort(new Surprise(`not done after ${timeoutMs / 1000} s`)), timeoutMs)
  // Each time: whoever asks twice must not cut short what ends the others.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end.abort(new Interruption(signal)))
  const runFiles = await makeRunFiles()
  try {
    const ended = whenAborted(end.signal)
    const { cast, entries } = await Promise.race([play(options, screen, processes, runFiles), ended])
    clearTimeout(timeout)
    if (options.keep === true) {
      await Promise.race([keepRunning(cast, entries, screen), ended])
      await ended.catch(unlessInterrupted)
    }
    return 0
  } catch (error) {
    // A process that dies shows first as a broken connection; that it died says more.
    await delay(100)
    return explain(end.signal.aborted ? end.signal.reason : error, screen, processes)
  } finally {
    clearTimeout(timeout)
    await processes.stop()
    await runFiles.remove()
  }
}

async function play(options: DemoOptions, screen: Screen, processes: Processes, runFiles: RunFiles): Promise<Played> {
  const begin = performance.now()
  await makeFolder(options.out)
  const ledgerFiles = await makeRoomForLedgers(options.out)
  screen.progress('starting the processes')
  const cast = await startCast(processes, ledgerFiles, runFiles)
  screen.print('Nine agents, two ledgers and a witness, each a process with a key of its own, talk HTTP on loopback.')

  await showTwoAgents(cast, screen)
  const { records, receipt } = await showLifeCycle(cast, screen)
  const judged = await showAttacks(cast, screen, processes, options.attacks ?? attacks)

  const { entries } = await auditLedger(cast.ledgerUrl, cast.keys)
  await processes.end('ledger')
  screen.print()
  const forgery = await playForgery(ledgerFiles.ledger, entries)
  printForgery(screen, forgery)
  const { keySet, logKey, witness } = cast
  const parties = { witness, logKey, signerKeyFile: runFiles.logSignerKey }
  printSecondHistory(screen, await playSecondHistory(entries, forgery, parties))

  const keys = { keySet, logKey, witnessKey: witness.verifierKey }
  const files = await writeOutput(options.out, { records, entries, receipt, ...keys })
  const counts = `${entries.length} tasks recorded, ${judged.length} attacks without effect`
  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  screen.print()
  screen.print(screen.paint('green', `All as expected: ${counts}, ${seconds} s.`))
  screen.print(`Written to ${options.out}: ${['ledger.db', 'late-ledger.db', ...files].join(', ')}`)
  return { cast, entries }
}

async function showTwoAgents(cast: Cast, screen: Screen): Promise<void> {
  const whatHappens = 'A sends B its work with a token; B verifies and records it, and answers with its own.'
  printHeading(screen, '1. Two agents', whatHappens)
  printTasks(screen, await playTwoAgents(cast))
}

async function showLifeCycle(cast: Cast, screen: Screen): Promise<Pick<Outcome, 'records' | 'receipt'>> {
  const whatHappens = 'A failed test is rolled back, a person releases the build.'
  printHeading(screen, '2. Life cycle of a medical device', whatHappens)
  const lifeCycle = await playLifeCycle(cast)
  printModes(screen, lifeCycle)
  screen.print()
  printTasks(screen, lifeCycle.records)
  screen.print()
  printTree(screen, lifeCycle.records)
  const checked = await playReceipt(cast)
  screen.print()
  printReceipt(screen, checked)
  return { records: lifeCycle.records, receipt: checked.receipt }
}

async function showAttacks(
  cast: Cast,
  screen: Screen,
  processes: Processes,
  attacks: readonly Attack[],
): Promise<readonly JudgedAttack[]> {
  printHeading(screen, '3. Mallory', 'She has a genuine key, one honest task in the ledger, and bad intentions.')
  const judged = await playAttacks(cast, processes, attacks)
  printAttacks(screen, judged)
  return judged
}

function printHeading(screen: Screen, title: string, subtitle: string): void {
  screen.print()
  screen.print(screen.paint('bold', title))
  screen.print(subtitle)
  screen.print()
}

/** When everything is done already, an interruption is how the demo is meant to end. */
function unlessInterrupted(error: unknown): void {
  if (!(error instanceof Interruption)) throw error
}

/** Says what was surprising, and gives the exit code for it. */
function explain(error: unknown, screen: Screen, processes: Processes): number {
  if (error instanceof Interruption) {
    screen.print(`Interrupted (${error.signal}).`)
    return error.signal === 'SIGINT' ? 130 : 143
  }
  const text = error instanceof Surprise ? error.message : error instanceof Error ? error.stack : String(error)
  screen.print()
  process.stderr.write(`Surprise: ${processes.withNames([text, ...processes.failures()].join('\n'))}\n`)
  return 1
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}
