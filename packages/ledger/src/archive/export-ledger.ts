import { checkCheckpoint } from '../checkpoint/check-checkpoint.ts'
import { damaged } from '../durable/damaged.ts'
import type { LedgerReader } from '../durable/stored-ledger-reader.ts'
import type { LedgerEntry } from '../ledger-entry.ts'
import { RightEdge } from '../merkle/right-edge.ts'
import { leafHash, sameHash } from '../merkle/tree-hash.ts'
import { type ArchiveLine, formatLine } from './archive-lines.ts'
import { gzip } from './gzip.ts'

/** How a ledger is exported. */
export interface ExportOptions {
  /** Told now and then how many entries have been written. Default: nobody is. */
  readonly onProgress?: ((entries: number) => void) | undefined
}

/** What is exported of a log: so many entries, and the signature for them. */
interface ExportedHead {
  readonly size: number
  readonly note: string | null
  readonly root: Uint8Array | undefined
}

/** Characters after which a chunk goes out. */
const chunkLength = 65_536

/**
 * Writes a ledger into one file: JSON lines, compressed with gzip, from which `importLedger` builds a ledger with the
 * same root.
 *
 * Nothing is read before the first chunk is asked for, and no more than a few are held. The archive has the entries of
 * the checkpoint with which it begins, and none that come later. What the ledger gives is compared with what the log
 * signed for, so that no archive of a damaged ledger is ever whole.
 *
 * @returns the bytes of the file; an error in the midst of them means that there is no archive
 * @throws EctError `ECT_LEDGER_DAMAGED`; `ECT_LEDGER_UNAVAILABLE` when no checkpoint has been kept yet; and what the
 * ledger throws
 */
export function exportLedger(ledger: LedgerReader, options: ExportOptions = {}): AsyncGenerator<Uint8Array> {
  return gzip(chunks(lines(ledger, options)))
}

async function* lines(ledger: LedgerReader, { onProgress }: ExportOptions): AsyncGenerator<ArchiveLine> {
  const { ids, maxLatenessSeconds, logKey = null } = ledger
  const { size, note, root } = await headOf(ledger)
  yield {
    type: 'ledger',
    format: 'wimse-ect-ledger-archive',
    version: 1,
    ids,
    maxLatenessSeconds,
    logKey,
    entries: size,
  }
  const edge = new RightEdge()
  for await (const entry of ledger.entries()) {
    if (edge.size === size) break
    if (entry.sequence !== edge.size) throw damaged(`entry ${edge.size}`)
    edge.append(leafHash(entry.compact))
    yield entryLine(entry)
    if (edge.size % 1000 === 0) onProgress?.(edge.size)
  }
  const isWhole = edge.size === size && (root === undefined || sameHash(root, edge.head().root))
  if (!isWhole) throw damaged('root')
  let equivocations = 0
  for await (const { sequence, refused, foundAt } of ledger.equivocations()) {
    if (sequence >= size) continue
    yield { type: 'equivocation', sequence, refused, foundAt }
    equivocations += 1
  }
  yield { type: 'end', entries: size, equivocations, checkpoint: note }
  onProgress?.(size)
}

function entryLine({ sequence, compact, verifiedAt, storedAt, parents }: LedgerEntry): ArchiveLine {
  const places = parents.map((parent) => parent.sequence)
  return { type: 'entry', sequence, token: compact, verifiedAt, storedAt, parents: places }
}

async function headOf(ledger: LedgerReader): Promise<ExportedHead> {
  const { logKey } = ledger
  if (logKey === undefined) return { size: await ledger.size(), note: null, root: undefined }
  const note = await ledger.checkpoint()
  const { size, root } = checkCheckpoint(note, { logKey })
  return { size, note, root }
}

async function* chunks(all: AsyncIterable<ArchiveLine>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let text = ''
  for await (const line of all) {
    text += `${formatLine(line)}\n`
    if (text.length < chunkLength) continue
    yield encoder.encode(text)
    text = ''
  }
  yield encoder.encode(text)
}
