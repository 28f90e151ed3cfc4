import { type IdKind, idNameOf, isEctError } from '@wimse-ect/claims'
import { type CheckedCheckpoint, checkCheckpoint } from '../../checkpoint/check-checkpoint.ts'
import { sameHash } from '../../merkle/tree-hash.ts'
import { isEquivocation } from '../is-equivocation.ts'
import { tryReadToken } from '../stored-record.ts'
import type { FoundEvidence, FoundLedger } from './found-ledger.ts'
import type { LedgerIssue } from './issue.ts'
import { checkTile, TreeCheck } from './tree-check.ts'

/** What a ledger is checked against. */
export interface FsckOptions {
  /**
   * A checkpoint of the log that was kept outside the database: by an auditor, a witness, or a head file. Default:
   * none, and a database that was put back whole to an earlier state looks sound.
   */
  readonly knownHead?: string | undefined
  /** Told now and then how many entries have been checked. Default: nobody is. */
  readonly onProgress?: ((entries: number) => void) | undefined
}

/**
 * Checks a ledger from end to end [LEDGER-TAMPER] and yields everything that is wrong with it: the structure of the
 * database, the density of the sequence, each token against its index columns, its parents and its uniqueness, the
 * whole Merkle tree, the checkpoint and the evidence. Signatures of tokens are for a verifier to check.
 */
export async function* checkLedger(ledger: FoundLedger, options: FsckOptions = {}): AsyncGenerator<LedgerIssue> {
  for (const part of [checkStructure(ledger), checkLog(ledger, options), checkEvidence(ledger)]) {
    yield* orUnreadable(part)
  }
}

/** What cannot be read ends a part of the check and not all of it. */
async function* orUnreadable(issues: AsyncIterable<LedgerIssue>): AsyncGenerator<LedgerIssue> {
  try {
    yield* issues
  } catch (error) {
    if (!isEctError(error, 'ECT_LEDGER_DAMAGED')) throw error
    yield { kind: 'file', path: error.path }
  }
}

async function* checkStructure(ledger: FoundLedger): AsyncGenerator<LedgerIssue> {
  for await (const path of ledger.structure()) yield { kind: 'file', path }
}

const none: readonly number[] = []

async function* checkLog(ledger: FoundLedger, { knownHead, onProgress }: FsckOptions): AsyncGenerator<LedgerIssue> {
  const heads = yield* readHeads(ledger, knownHead)
  const tree = new TreeCheck(
    ledger,
    heads.map(({ size }) => size),
  )
  let next = 0
  for await (const page of ledger.pages()) {
    for (const entry of page.entries) {
      const { sequence } = entry
      const hasPlace = sequence !== undefined && sequence >= next
      if (hasPlace && sequence > next) yield { kind: 'missing', sequence: next, path: `${next} to ${sequence - 1}` }
      // Loops: `yield*` of lists that are nearly always empty takes 3 % of all.
      for (const issue of entry.issues) yield issue
      for (const earlier of entry.isTask ? page.earlierInScope(entry) : none) {
        if (!(await mayNameOne(sequence, earlier, ledger))) continue
        yield { kind: 'task', sequence }
        break
      }
      if (!hasPlace) continue
      for (const issue of await tree.add(sequence, entry.leaf)) yield issue
      next = sequence + 1
    }
    onProgress?.(next)
  }
  for await (const tile of ledger.tiles()) yield* checkTile(tile, next)
  for (const head of heads) yield* checkHead(head, tree, next)
}

/** What the log has signed for: the checkpoint that is kept in it, and the one that was kept outside. */
async function* readHeads(
  ledger: FoundLedger,
  knownHead: string | undefined,
): AsyncGenerator<LedgerIssue, readonly CheckedCheckpoint[]> {
  const { logKey } = ledger.founding
  const heads: CheckedCheckpoint[] = []
  const kept = await ledger.checkpoint()
  for (const note of [kept?.note, knownHead]) {
    if (note === undefined) continue
    const head = signedHead(note, logKey)
    if (head === undefined) {
      yield { kind: 'checkpoint', path: 'signature' }
      continue
    }
    heads.push(head)
    // By this number a reader picks the proof that goes with the note.
    if (note === kept?.note && head.size !== kept.size) yield { kind: 'checkpoint', path: 'size' }
  }
  return heads
}

/**
 * Whether an entry records the task of an earlier one with the same id in the same scope. Not when their ids are of
 * different kinds: a `tid` and a `jti` of one text are two tasks [REVISION-TASK-ID], and the columns do not say of
 * which kind an id is.
 */
async function mayNameOne(sequence: number | undefined, earlier: number, ledger: FoundLedger): Promise<boolean> {
  const [one, other] = [await idNameAt(sequence ?? 0, ledger), await idNameAt(earlier, ledger)]
  return other === undefined || other === one
}

async function idNameAt(sequence: number, ledger: FoundLedger): Promise<string | undefined> {
  const [compact = ''] = await ledger.tokens(sequence, sequence + 1)
  const task = tryReadToken(compact, ledger.founding.ids)?.task
  return task && idNameOf(task)
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
  else if (head === undefined || !sameHash(head.root, root)) yield { kind: 'checkpoint', path: 'root' }
}

async function* checkEvidence(ledger: FoundLedger): AsyncGenerator<LedgerIssue> {
  for await (const found of ledger.evidence()) {
    const [recorded] = await ledger.tokens(found.sequence, found.sequence + 1)
    if (!isEvidence(recorded, found, ledger.founding.ids)) yield { kind: 'evidence', sequence: found.sequence }
  }
}

function isEvidence(recorded: string | undefined, { refused }: FoundEvidence, ids: IdKind): boolean {
  const one = recorded === undefined ? undefined : tryReadToken(recorded, ids)
  const other = tryReadToken(refused, ids)
  return one !== undefined && other !== undefined && isEquivocation(one, other)
}
