import { EctError, type IdKind } from '@wimse-ect/claims'
import { checkCheckpoint } from '../checkpoint/check-checkpoint.ts'
import { damaged } from '../durable/damaged.ts'
import type { Founding } from '../durable/founding.ts'
import type { LedgerRestorer } from '../durable/ledger-restorer.ts'
import type { KeptCheckpoint } from '../durable/ledger-store.ts'
import { sameHash } from '../merkle/tree-hash.ts'
import type { TreeHead } from '../merkle/tree-head.ts'
import {
  type ArchiveLine,
  type EndLine,
  type EquivocationLine,
  isEndLine,
  isEntryLine,
  isEquivocationLine,
  isLedgerLine,
  type LineGuard,
  maxLineBytes,
  readLine,
} from './archive-lines.ts'
import { gunzip } from './gzip.ts'
import { RestoredEntries } from './restored-entries.ts'
import { textLines } from './text-lines.ts'

/** How an archive is imported: either the key of the log is named, or it is said that there is none. */
export type ImportOptions = {
  /** Told now and then how many entries have been written. Default: nobody is. */
  readonly onProgress?: ((entries: number) => void) | undefined
  /** Kind of identifiers that the archive has to name. No signature covers it. Default: the one that it names. */
  readonly ids?: IdKind | undefined
  /** The lateness that the archive has to name, in seconds. No signature covers it. Default: the one that it names. */
  readonly maxLatenessSeconds?: number | undefined
} & (
  | {
      /** Verifier key of the log, `name+id+base64`, known from elsewhere: the one in the archive proves nothing. */
      readonly logKey: string
      readonly dangerouslyUnsigned?: undefined
    }
  | {
      readonly logKey?: undefined
      /** Takes the archive of a log without a key. Nobody vouches for what is in it. */
      readonly dangerouslyUnsigned: true
    }
)

/** What was imported. */
export interface ImportedLedger extends Founding {
  readonly entries: number
  readonly equivocations: number
  /** The checkpoint with which the archive ends; `null` for a log without a key. */
  readonly checkpoint: string | null
}

/**
 * Builds a ledger from an archive that `exportLedger` wrote. There is no new ledger before the last byte was read,
 * the root of the rebuilt tree is that of the checkpoint in the archive, and this is signed with the key that the
 * caller names: nobody who has the file can have changed, added, removed or reordered a record [LEDGER-TAMPER].
 *
 * The signatures of the tokens are not checked again: the log vouches that it recorded these very tokens, and verified
 * them before. Its signature does not reach what lies beside them. Parents follow from the tokens, and are checked
 * against the rules; evidence of equivocation has to be some, but may have been left out; `verifiedAt`, `storedAt` and
 * `foundAt`, the kind of identifiers and the lateness are what the file says.
 *
 * Memory is bounded, whatever the file holds: lines are measured before they are read, and entries are written in
 * batches.
 *
 * @param archive the bytes of the file, such as a stream gives them
 * @param restorer of the new ledger; see `MemoryLedger.restore` and `restoreSqliteLedger`
 * @throws EctError `ECT_LEDGER_FORMAT` for anything but a whole archive in its one form; `ECT_LEDGER_DAMAGED` for one
 * that no ledger wrote, and for another root; `ECT_CHECKPOINT_KEY` for the archive of another log, `ECT_LEDGER_IDS`,
 * `ECT_CHECKPOINT_*` for a checkpoint that is not the log's; `ECT_LEDGER_UNAVAILABLE` when the source fails; and what
 * the restorer throws, such as `ECT_LEDGER_EXISTS`
 * @throws TypeError when no key is named, and for a source of anything but bytes
 */
export async function importLedger(
  archive: AsyncIterable<Uint8Array>,
  restorer: LedgerRestorer,
  options: ImportOptions,
): Promise<ImportedLedger> {
  if (options.logKey === undefined && options.dangerouslyUnsigned !== true) {
    throw new TypeError('an import needs the key of the log')
  }
  const lines = new Lines(archive)
  try {
    const { ids, maxLatenessSeconds, logKey: found, entries } = await lines.next(isLedgerLine)
    const founding = { ids, maxLatenessSeconds, logKey: found }
    checkFounding(founding, options)
    await restorer.begin(founding)
    const restored = new RestoredEntries(restorer, ids)
    await restoreEntries(lines, restored, entries, options.onProgress)
    const end = await restoreEvidence(lines, restored)
    await lines.end()
    await restorer.finish(checkEnd(end, restored.head(), found))
    return { ...founding, entries, equivocations: end.equivocations, checkpoint: end.checkpoint }
  } catch (error) {
    await restorer.abandon()
    throw error
  } finally {
    await lines.close()
  }
}

function checkFounding({ ids, maxLatenessSeconds, logKey }: Founding, options: ImportOptions): void {
  if (logKey !== (options.logKey ?? null)) throw new EctError('ECT_CHECKPOINT_KEY', { path: 'logKey' })
  if (ids !== (options.ids ?? ids)) throw new EctError('ECT_LEDGER_IDS', { path: 'ids' })
  if (maxLatenessSeconds !== (options.maxLatenessSeconds ?? maxLatenessSeconds)) {
    throw new EctError('ECT_LEDGER_FORMAT', { path: 'maxLatenessSeconds' })
  }
}

async function restoreEntries(
  lines: Lines,
  restored: RestoredEntries,
  entries: number,
  onProgress: ImportOptions['onProgress'],
): Promise<void> {
  for (let at = 0; at < entries; at++) {
    const isWritten = await restored.add(await lines.next(isEntryLine))
    if (isWritten) onProgress?.(restored.written)
  }
  await restored.flush()
  onProgress?.(restored.written)
}

async function restoreEvidence(lines: Lines, restored: RestoredEntries): Promise<EndLine> {
  for (let count = 0; ; count++) {
    const line = await lines.next(isEvidenceOrEnd)
    if (line.type === 'equivocation') {
      await restored.addEvidence(line)
      continue
    }
    await restored.flush()
    if (line.equivocations !== count) throw damaged('equivocations')
    return line
  }
}

function isEvidenceOrEnd(value: unknown): value is EquivocationLine | EndLine {
  return isEquivocationLine(value) || isEndLine(value)
}

/** The checkpoint to be kept, which has to be of the entries that were read. */
function checkEnd(end: EndLine, { size, root }: TreeHead, logKey: string | null): KeptCheckpoint | undefined {
  const { checkpoint: note } = end
  if ((note === null) !== (logKey === null)) throw new EctError('ECT_LEDGER_FORMAT', { path: 'checkpoint' })
  if (end.entries !== size) throw damaged('entries')
  if (note === null || logKey === null) return undefined
  const head = checkCheckpoint(note, { logKey })
  if (head.size !== size || !sameHash(head.root, root)) throw damaged('root')
  return { size, note }
}

/** The lines of an archive, one after the other. */
class Lines {
  readonly #texts: AsyncGenerator<string>
  #number = 0

  constructor(archive: AsyncIterable<Uint8Array>) {
    this.#texts = textLines(gunzip(archive), maxLineBytes)
  }

  /** @throws EctError `ECT_LEDGER_FORMAT` when there is no line of this kind */
  async next<Line extends ArchiveLine>(isLine: LineGuard<Line>): Promise<Line> {
    const text = await this.#texts.next()
    this.#number += 1
    if (text.done === true) throw new EctError('ECT_LEDGER_FORMAT', { path: 'end' })
    return readLine(text.value, isLine, this.#number)
  }

  /** @throws EctError `ECT_LEDGER_FORMAT` when anything is left */
  async end(): Promise<void> {
    const { done } = await this.#texts.next()
    if (done !== true) throw new EctError('ECT_LEDGER_FORMAT', { path: `line ${this.#number + 1}` })
  }

  async close(): Promise<void> {
    await this.#texts.return(undefined)
  }
}
