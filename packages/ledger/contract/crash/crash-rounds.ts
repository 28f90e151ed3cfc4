import { setTimeout } from 'node:timers/promises'
import { admit } from '@wimse-ect/dag'
import type { LedgerIssue } from '../../src/durable/fsck/issue.ts'
import type { Ledger } from '../../src/ledger.ts'
import { checkReceipt } from '../../src/receipt.ts'
import { collect } from '../collect.ts'
import { verified } from '../tokens.ts'
import { AppendingProcess } from './appending-process.ts'
import type { Report } from './protocol.ts'

/** A ledger that is crashed again and again. */
export interface CrashedLedger {
  /** Path and arguments of a program that opens the ledger, or creates it, and calls `appendForEver`. */
  readonly program: readonly string[]
  /** How many such processes append at the same time. */
  readonly processes: number
  /** Begin of the paths for their reports. */
  readonly reports: string
  /**
   * What is done to the ledger while they append, before they are killed too; by its name. One after the other, in
   * turn.
   */
  readonly strikes: readonly Strike[]
  readonly logKey: string
  /** Opens the ledger as after a crash; `undefined` when it was killed before it was created. */
  open(): Promise<(Ledger & { close(): Promise<void> }) | undefined>
  issues(): AsyncIterable<LedgerIssue>
}

/** A way to harm a ledger. */
export interface Strike {
  readonly name: string
  strike(processes: readonly AppendingProcess[]): Promise<unknown>
}

/** What came of it. */
export interface CrashSummary {
  /** Rounds, by the name of the strike. */
  readonly rounds: Readonly<Record<string, number>>
  /** Rounds in which something was acknowledged. */
  readonly roundsWhileAppending: number
  readonly acknowledged: number
  /** Entries that were recorded although nobody was told. */
  readonly unacknowledged: number
  /** In words, everything that is not as it has to be. */
  readonly problems: readonly string[]
}

const longestMs = 600
/** Every fifth time it may also be while the ledger is created or opened. */
const atStart = 5

/** Crashes a ledger and looks after each time whether it kept its word. */
export async function crashRounds(ledger: CrashedLedger, rounds: number): Promise<CrashSummary> {
  const acknowledged = new Map<number, string>()
  const problems: string[] = []
  const names: Record<string, number> = {}
  let roundsWhileAppending = 0
  let unacknowledged = 0
  for (let round = 0; round < rounds; round++) {
    const { name, strike } = ledger.strikes[round % ledger.strikes.length] ?? {
      name: 'none',
      strike: async () => undefined,
    }
    names[name] = (names[name] ?? 0) + 1
    const note = (problem: string): void => void problems.push(`round ${round}, ${name}: ${problem}`)
    const reports = await crash(ledger, strike, round, note)
    const before = acknowledged.size
    for (const report of reports) {
      if ('acknowledged' in report) take(report.acknowledged, report.compact, acknowledged, note)
      if ('refused' in report) note(`refused with ${report.refused}`)
    }
    if (acknowledged.size > before) roundsWhileAppending += 1
    unacknowledged += await judge(ledger, reports, acknowledged, note)
  }
  return { rounds: names, roundsWhileAppending, acknowledged: acknowledged.size, unacknowledged, problems }
}

/** Lets processes append, strikes at a random instant, and kills them at another. */
async function crash(
  { program, processes, reports }: CrashedLedger,
  strike: Strike['strike'],
  round: number,
  note: (problem: string) => void,
): Promise<readonly Report[]> {
  const running = Array.from({ length: processes }, (_, at) => new AppendingProcess(program, `${reports}.${at}`))
  if (round % atStart !== atStart - 1) await Promise.all(running.map((each) => each.hasBegun()))
  await setTimeout(Math.random() * longestMs)
  await strike(running)
  const killed = await Promise.all(running.map((each) => each.kill()))
  for (const { complaints } of killed) if (complaints !== '') note(complaints)
  return killed.flatMap((each) => each.reports)
}

function take(
  sequence: number,
  compact: string,
  acknowledged: Map<number, string>,
  note: (problem: string) => void,
): void {
  if ((acknowledged.get(sequence) ?? compact) !== compact) note(`two tokens were told that they are entry ${sequence}`)
  acknowledged.set(sequence, compact)
}

/**
 * Opens the ledger as after a crash, compares it with what was acknowledged, and sends everything once more.
 *
 * @returns how many entries there were that nobody had been told of
 */
async function judge(
  target: CrashedLedger,
  reports: readonly Report[],
  acknowledged: Map<number, string>,
  note: (problem: string) => void,
): Promise<number> {
  const ledger = await target.open()
  if (ledger === undefined) return 0
  const entries = await collect(ledger.entries())
  const known = new Set(acknowledged.values())
  for (const [sequence, compact] of acknowledged) {
    if (entries[sequence]?.compact !== compact) note(`acknowledged entry ${sequence} is lost`)
  }
  const unacknowledged = entries.filter(({ compact }) => !known.has(compact))
  if (new Set(entries.map(({ compact }) => compact)).size !== entries.length) note('an entry is doubled')

  const sent = reports.flatMap((report) => ('sent' in report ? [report.sent] : []))
  const results = await ledger.appendMany(
    sent.map((compact) => verified(compact)),
    admit,
  )
  for (const [at, result] of results.entries()) {
    if (!result.ok) note(`sent again: ${result.error.code}`)
    else take(result.entry.sequence, sent[at] ?? '', acknowledged, note)
  }
  const size = await ledger.size()
  if (acknowledged.size !== size) note('there are entries that nobody sent')
  for (const sequence of [0, Math.floor(Math.random() * size), size - 1]) {
    if (size > 0) checkReceipt(await ledger.receipt(sequence), { logKey: target.logKey })
  }
  await ledger.close()
  for (const { kind, sequence } of await collect(target.issues())) note(`fsck: ${kind} ${sequence}`)
  return unacknowledged.length
}
