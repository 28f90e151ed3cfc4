import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fsckSqliteLedger, type LedgerIssue } from '@wimse-ect/ledger-sqlite'
import { decodeEct, type LedgerEntry } from 'wimse-ect'
import { collect } from '../collect.ts'
import { expectDefined, expectEqual } from '../surprise.ts'

/** What was forged in a copy of the ledger, and what the check of its file found. */
export interface JudgedForgery {
  /** The entry whose token was forged. */
  readonly entry: LedgerEntry
  /** The token that replaced its own. */
  readonly forged: string
  readonly issues: readonly LedgerIssue[]
}

/**
 * Checks the file of a closed ledger from end to end [LEDGER-TAMPER]: nothing may be wrong with it. Then plays an operator
 * who can write to the database and lets the failed test pass: the check must name that entry. Both happen to a copy, since
 * a reader leaves files beside the one it reads.
 *
 * @param entries what the ledger holds, as audited
 * @throws Surprise when the check finds more, or less
 */
export async function playForgery(file: string, entries: readonly LedgerEntry[]): Promise<JudgedForgery> {
  const entry = expectDefined(
    'rejected task',
    entries.find(({ compact }) => decodeEct(compact).payload.pol_decision === 'rejected'),
  )
  const folder = await mkdtemp(join(tmpdir(), 'ect-demo-forgery-'))
  try {
    const copy = join(folder, 'ledger.db')
    await copyFile(file, copy)
    expectEqual('check of the ledger', await collect(fsckSqliteLedger(copy)), [])
    const forged = approved(entry.compact)
    replaceToken(copy, entry.sequence, forged)
    const issues = await collect(fsckSqliteLedger(copy))
    const leaf = expectDefined(
      'issue in the forged copy',
      issues.find(({ kind }) => kind === 'leaf'),
    )
    expectEqual('entry that the check names', leaf.sequence, entry.sequence)
    return { entry, forged, issues }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The token with another decision; its signature stays, since the operator does not have the key. */
function approved(compact: string): string {
  const [header = '', payload = '', signature = ''] = compact.split('.')
  const forged = Buffer.from(payload, 'base64url').toString().replace('"rejected"', '"approved"')
  return [header, Buffer.from(forged).toString('base64url'), signature].join('.')
}

function replaceToken(file: string, sequence: number, compact: string): void {
  const database = new DatabaseSync(file)
  database.prepare('UPDATE entry SET token = ? WHERE sequence = ?').run(compact, sequence)
  database.close()
}
