import { decodeEct, EctError } from '@wimse-ect/claims'
import type { LedgerEntry } from '@wimse-ect/ledger'
import { revisions } from './judging-options.ts'
import type { ReadableLedger } from './open-reading.ts'
import { wholeNumber } from './read-option.ts'
import { readToken } from './read-tokens.ts'
import { UsageError } from './usage-error.ts'

/** The options that name entries. */
export const selectionFlags = {
  sequence: { type: 'string', value: 'N', help: 'the entry with this sequence' },
  task: { type: 'string', value: 'ID', help: 'the entries with this task id' },
  workflow: { type: 'string', value: 'WID', help: 'with --task: only the one of this workflow' },
  jti: { type: 'string', value: 'ID', help: 'with --issuer: the entry of the token with this jti' },
  issuer: { type: 'string', value: 'SPIFFE_ID', help: 'who issued the token of --jti' },
} as const

/** What {@link selectionFlags} gives. */
export interface SelectionValues {
  readonly sequence?: string | undefined
  readonly task?: string | undefined
  readonly workflow?: string | undefined
  readonly jti?: string | undefined
  readonly issuer?: string | undefined
}

/**
 * The entries that were named, by options or by one operand: a sequence, a task id, or a token.
 *
 * @throws UsageError when nothing, or more than one thing, was named
 */
export async function selectEntries(
  ledger: ReadableLedger,
  { sequence, task, workflow, jti, issuer }: SelectionValues,
  [operand]: readonly string[],
): Promise<readonly LedgerEntry[]> {
  const named = [sequence, task, jti, operand].filter((each) => each !== undefined)
  if (named.length !== 1) throw new UsageError('name one: a sequence, a task id, a token, or --jti with --issuer')
  if (workflow !== undefined && task === undefined) throw new UsageError('--workflow goes with --task')
  if ((jti === undefined) !== (issuer === undefined)) throw new UsageError('--jti and --issuer go together')
  if (task !== undefined) return ledger.getByTaskId(task, workflow)
  if (jti !== undefined && issuer !== undefined) return listOf(await ledger.getByTokenId(issuer, jti))
  if (sequence !== undefined) return bySequence(ledger, sequence)
  return byOperand(ledger, operand ?? '')
}

async function byOperand(ledger: ReadableLedger, operand: string): Promise<readonly LedgerEntry[]> {
  if (/^[0-9]+$/.test(operand)) return bySequence(ledger, operand)
  if (operand !== '-' && !operand.includes('.')) return ledger.getByTaskId(operand)
  // An opaque task id may have dots too; a token has two, and names the entry that has it.
  const token = await readToken(operand)
  try {
    return listOf(await ledger.findEntry(decodeEct(token, { revisions }).signingInput))
  } catch (error) {
    const entries = error instanceof EctError && operand !== '-' ? await ledger.getByTaskId(operand) : []
    if (entries.length === 0) throw error
    return entries
  }
}

async function bySequence(ledger: ReadableLedger, text: string): Promise<readonly LedgerEntry[]> {
  return listOf(await ledger.getBySequence(wholeNumber(text, 'a sequence') ?? 0))
}

function listOf(entry: LedgerEntry | undefined): readonly LedgerEntry[] {
  return entry === undefined ? [] : [entry]
}
