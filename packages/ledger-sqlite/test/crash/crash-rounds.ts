import { existsSync } from 'node:fs'
import { isEctError } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { checkReceipt, generateNoteKey, noteSigner } from '@wimse-ect/ledger'
import { collect } from '../../../ledger/contract/collect.ts'
import { verified } from '../../../ledger/contract/tokens.ts'
import { createSqliteLedger, fsckSqliteLedger, openSqliteLedger, type SqliteLedger } from '../../src/index.ts'
import { killWhileAppending } from './kill-while-appending.ts'
import type { Report } from './protocol.ts'

/** What came of killing a process again and again. */
export interface CrashSummary {
  readonly kills: number
  /** Kills after which something had been acknowledged. */
  readonly killsWhileAppending: number
  readonly acknowledged: number
  /** Entries that were recorded although nobody was told. */
  readonly unacknowledged: number
  /** In words, everything that is not as it has to be. */
  readonly problems: readonly string[]
}

const { signerKey, verifierKey } = generateNoteKey('ledger.example.com/audit')
const signer = noteSigner(signerKey)

/**
 * Kills a process that appends to one ledger, again and again, and looks after each kill whether the ledger kept its word.
 *
 * @param longestMs the kill comes at a random instant up to so many milliseconds after the first token was sent
 */
export async function crashRounds(file: string, kills: number, longestMs: number): Promise<CrashSummary> {
  const acknowledged = new Map<number, string>()
  const problems: string[] = []
  let killsWhileAppending = 0
  let unacknowledged = 0
  for (let round = 0; round < kills; round++) {
    // Every fifth time it may also be while the ledger is created or opened.
    const from = round % 5 === 4 ? 'start' : 'first report'
    const { reports, complaints } = await killWhileAppending(file, signerKey, from, Math.random() * longestMs)
    if (complaints !== '') problems.push(`round ${round}: ${complaints}`)
    if (!existsSync(file)) continue
    const before = acknowledged.size
    for (const report of reports) {
      if ('acknowledged' in report) acknowledged.set(report.acknowledged, report.compact)
      if ('refused' in report) problems.push(`round ${round}: refused with ${report.refused}`)
    }
    if (acknowledged.size > before) killsWhileAppending += 1
    const found = await judge(file, reports, acknowledged)
    problems.push(...found.problems.map((problem) => `round ${round}: ${problem}`))
    unacknowledged += found.unacknowledged
  }
  return { kills, killsWhileAppending, acknowledged: acknowledged.size, unacknowledged, problems }
}

/** Opens the ledger as after a crash, compares it with what was acknowledged, and sends everything once more. */
async function judge(
  file: string,
  reports: readonly Report[],
  acknowledged: Map<number, string>,
): Promise<{ problems: string[]; unacknowledged: number }> {
  const problems: string[] = []
  const ledger = await openAfterCrash(file)
  const entries = await collect(ledger.entries())
  const known = new Set(acknowledged.values())
  for (const [sequence, compact] of acknowledged) {
    if (entries[sequence]?.compact !== compact) problems.push(`acknowledged entry ${sequence} is lost`)
  }
  const unacknowledged = entries.filter(({ compact }) => !known.has(compact))
  if (new Set(entries.map(({ compact }) => compact)).size !== entries.length) problems.push('an entry is doubled')

  const sent = reports.flatMap((report) => ('sent' in report ? [report.sent] : []))
  const results = await ledger.appendMany(
    sent.map((compact) => verified(compact)),
    admit,
  )
  for (const [at, result] of results.entries()) {
    if (!result.ok) problems.push(`sent again: ${result.error.code}`)
    else acknowledged.set(result.entry.sequence, sent[at] ?? '')
  }
  if (acknowledged.size !== (await ledger.size())) problems.push('there are entries that nobody sent')
  const last = (await ledger.size()) - 1
  if (last >= 0) checkReceipt(await ledger.receipt(last), { logKey: verifierKey })
  await ledger.close()
  for (const { kind, sequence } of await collect(fsckSqliteLedger(file))) problems.push(`fsck: ${kind} ${sequence}`)
  return { problems, unacknowledged: unacknowledged.length }
}

async function openAfterCrash(file: string): Promise<SqliteLedger> {
  const options = { signer, headFile: `${file}.head` }
  try {
    return await openSqliteLedger(file, options)
  } catch (error) {
    if (isEctError(error, 'ECT_LEDGER_FORMAT')) return createSqliteLedger(file, options)
    throw error
  }
}
