import { setImmediate } from 'node:timers/promises'
import { isEctError } from '@wimse-ect/claims'
import { type CheckedCheckpoint, checkCheckpoint } from '@wimse-ect/ledger'
import { numberIn, textIn } from '../reader/columns.ts'
import { DatabaseReader } from '../reader/database-reader.ts'
import { readToken } from '../stored-record.ts'
import { checkEntry } from './check-entry.ts'
import { entryRows, storedIn } from './entry-rows.ts'
import type { LedgerIssue } from './issue.ts'
import { TreeCheck } from './tree-check.ts'

/** What a ledger is checked against. */
export interface FsckOptions {
  /**
   * A checkpoint of the log that was kept outside the database: by an auditor, a witness, or the `headFile`. Default: none, and
   * a database that was put back whole to an earlier state looks sound.
   */
  readonly knownHead?: string | undefined
}

const rowsBetweenPauses = 256

/**
 * Checks a ledger file from end to end [LEDGER-TAMPER] and yields everything that is wrong with it: SQLite's
 * own structure, the density of the sequence, each token against its index columns, its parents and its uniqueness, the whole
 * Merkle tree, the checkpoint and the evidence. Signatures of tokens are for a verifier to check.
 *
 * It reads one state of the file, also while another process writes to it, and holds a few hundred rows at a time. SQLite
 * checks its structure in one go, so a large ledger is best checked in a process of its own.
 *
 * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_FORMAT`, `ECT_LEDGER_DAMAGED` when the file cannot be read at all
 */
export async function* fsckSqliteLedger(file: string, options: FsckOptions = {}): AsyncGenerator<LedgerIssue> {
  const reader = new DatabaseReader(file)
  try {
    reader.holdSnapshot()
    for (const part of [checkFile(reader), checkLog(reader, options.knownHead), checkEvidence(reader)]) {
      yield* orUnreadable(part)
    }
  } finally {
    reader.close()
  }
}

/** A page that cannot be read ends a part of the check and not all of it. */
async function* orUnreadable(issues: AsyncIterable<LedgerIssue> | Iterable<LedgerIssue>): AsyncGenerator<LedgerIssue> {
  try {
    yield* issues
  } catch (error) {
    if (!isEctError(error, 'ECT_LEDGER_DAMAGED')) throw error
    yield { kind: 'file', path: error.path }
  }
}

function* checkFile(reader: DatabaseReader): Generator<LedgerIssue> {
  for (const row of reader.rows('PRAGMA integrity_check(100)')) {
    const said = textIn(row, 'integrity_check')
    if (said !== 'ok') yield { kind: 'file', path: said }
  }
}

async function* checkLog(reader: DatabaseReader, knownHead: string | undefined): AsyncGenerator<LedgerIssue> {
  const heads: CheckedCheckpoint[] = []
  for (const note of [reader.checkpoint()?.note, knownHead]) {
    const head = note === undefined ? undefined : signedHead(note, reader.founding.logKey)
    if (head !== undefined) heads.push(head)
    else if (note !== undefined) yield { kind: 'checkpoint', path: 'signature' }
  }
  const tree = new TreeCheck(
    reader,
    heads.map(({ size }) => size),
  )
  let next = 0
  for (const row of entryRows(reader)) {
    const { sequence } = row
    const hasPlace = typeof sequence === 'number' && sequence >= next
    if (hasPlace && sequence > next) yield { kind: 'missing', sequence: next, path: `${next} to ${sequence - 1}` }
    yield* checkEntry(row, reader)
    if (!hasPlace) continue
    yield* tree.add(sequence, storedIn(row)?.compact)
    next = sequence + 1
    if (next % rowsBetweenPauses === 0) await setImmediate()
  }
  yield* tree.checkTiles(next)
  for (const head of heads) yield* checkHead(head, tree, next)
}

function signedHead(note: string, logKey: string | null): CheckedCheckpoint | undefined {
  try {
    return logKey === null ? undefined : checkCheckpoint(note, { logKey })
  } catch {
    return undefined
  }
}

function* checkHead({ size, root }: CheckedCheckpoint, tree: TreeCheck, entries: number): Generator<LedgerIssue> {
  const head = tree.head(size)
  if (size > entries) yield { kind: 'rolled-back', sequence: entries, path: `${entries} of ${size}` }
  else if (head === undefined || Buffer.compare(head.root, root) !== 0) yield { kind: 'checkpoint', path: 'root' }
}

function* checkEvidence(reader: DatabaseReader): Generator<LedgerIssue> {
  const sql = 'SELECT found, sequence, refused FROM equivocation WHERE found > ? ORDER BY found LIMIT 1'
  for (let [row] = reader.rows(sql, 0); row !== undefined; [row] = reader.rows(sql, numberIn(row, 'found'))) {
    const sequence = numberIn(row, 'sequence')
    if (!isEvidence(reader, sequence, textIn(row, 'refused'))) yield { kind: 'evidence', sequence }
  }
}

/** True when both tokens are of one issuer, one key and one task, and say different things [LEDGER-EQUIVOCATION]. */
function isEvidence(reader: DatabaseReader, sequence: number, refused: string): boolean {
  try {
    const record = reader.recordAt(sequence)
    const other = readToken(refused, reader.ids)
    return (
      record !== undefined &&
      record.task.agent === other.task.agent &&
      record.kid === other.kid &&
      record.task.taskId === other.task.taskId &&
      record.signingInput !== other.signingInput
    )
  } catch {
    return false
  }
}
