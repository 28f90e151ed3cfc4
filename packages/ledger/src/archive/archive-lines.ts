import { EctError, type IdKind, isJsonObject } from '@wimse-ect/claims'

/** The first line: what the ledger fixed when it was created. */
export interface LedgerLine {
  readonly type: 'ledger'
  readonly format: 'wimse-ect-ledger-archive'
  readonly version: 1
  readonly ids: IdKind
  readonly maxLatenessSeconds: number
  readonly logKey: string | null
  /** How many lines of entries follow. */
  readonly entries: number
}

/** An entry, in order of sequence; all that does not follow from its token. */
export interface EntryLine {
  readonly type: 'entry'
  readonly sequence: number
  readonly token: string
  readonly verifiedAt: number
  readonly storedAt: number
  /** Sequences of the parents, in the order of the token. */
  readonly parents: readonly number[]
}

/** Evidence of equivocation, in the order in which it was found. */
export interface EquivocationLine {
  readonly type: 'equivocation'
  readonly sequence: number
  readonly refused: string
  readonly foundAt: number
}

/** The last line. A file without it was cut off. */
export interface EndLine {
  readonly type: 'end'
  readonly entries: number
  readonly equivocations: number
  /** Of exactly these entries; `null` for a log without a key. */
  readonly checkpoint: string | null
}

/** One line of an archive. */
export type ArchiveLine = LedgerLine | EntryLine | EquivocationLine | EndLine

/** True for a value that is a line of one kind. */
export type LineGuard<Line extends ArchiveLine> = (value: unknown) => value is Line

/**
 * Most bytes of a line, without its line break. The longest entry, a token of 65,535 bytes with as many parents as
 * fit into it, needs less than a quarter.
 */
export const maxLineBytes: number = 2 ** 20

export const isLedgerLine: LineGuard<LedgerLine> = lineOf<LedgerLine>({
  type: is('ledger'),
  format: is('wimse-ect-ledger-archive'),
  version: is(1),
  ids: (value) => value === 'uuid' || value === 'opaque',
  maxLatenessSeconds: isCount,
  logKey: isTextOrNull,
  entries: isCount,
})

export const isEntryLine: LineGuard<EntryLine> = lineOf<EntryLine>({
  type: is('entry'),
  sequence: isCount,
  token: isText,
  verifiedAt: isCount,
  storedAt: isCount,
  parents: (value) => Array.isArray(value) && value.every(isCount),
})

export const isEquivocationLine: LineGuard<EquivocationLine> = lineOf<EquivocationLine>({
  type: is('equivocation'),
  sequence: isCount,
  refused: isText,
  foundAt: isCount,
})

export const isEndLine: LineGuard<EndLine> = lineOf<EndLine>({
  type: is('end'),
  entries: isCount,
  equivocations: isCount,
  checkpoint: isTextOrNull,
})

/** Writes a line, without its line break. */
export function formatLine(line: ArchiveLine): string {
  return JSON.stringify(line)
}

/**
 * Reads a line in its one form: exactly the members of its kind, in their order, and written as {@link formatLine}
 * writes them. No two readers can then understand it in two ways.
 *
 * @param number of the line, from 1, for the error
 * @throws EctError `ECT_LEDGER_FORMAT`
 */
export function readLine<Line extends ArchiveLine>(text: string, isLine: LineGuard<Line>, number: number): Line {
  const value = tryParse(text)
  if (!isLine(value) || formatLine(value) !== text) throw new EctError('ECT_LEDGER_FORMAT', { path: `line ${number}` })
  return value
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function lineOf<Line extends ArchiveLine>(
  members: {
    readonly [Name in keyof Line]: (value: unknown) => boolean
  },
): LineGuard<Line> {
  const checks = Object.entries<(value: unknown) => boolean>(members)
  return (value): value is Line => {
    if (!isJsonObject(value)) return false
    const found = Object.entries(value)
    return (
      found.length === checks.length &&
      checks.every(([name, fits], at) => found[at]?.[0] === name && fits(found[at]?.[1]))
    )
  }
}

function is(expected: string | number): (value: unknown) => boolean {
  return (value) => value === expected
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value)
}
