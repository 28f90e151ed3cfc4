import { admit } from '@wimse-ect/dag'
import { generateNoteKey, type NoteSigner, noteSigner } from '../src/checkpoint/note-signer.ts'
import { MemoryLedger } from '../src/memory-ledger.ts'
import { archiveOf, type Line, linesOf } from './archive-files.ts'
import { storedAt } from './ledger-under-test.ts'
import { aliceRekeyed, bob, signedToken, token, uuid, verified } from './tokens.ts'

const name = 'ledger.example.com/audit'
const keys = generateNoteKey(name)

/** Key and signer of the logs that are exported. */
export const logKey: string = keys.verifierKey
export const signer: NoteSigner = noteSigner(keys.signerKey)
/** Keys of another log of the same name. */
export const stranger: ReturnType<typeof generateNoteKey> = generateNoteKey(name)
export const clock = (): number => storedAt

/** A small ledger: each test changes its lines. Entries 0 to 4, and evidence against entry 1. */
export async function smallLines(): Promise<Lines> {
  const ledger = new MemoryLedger({ signer, clock })
  const tokens = [
    token({ tid: uuid(1), wid: uuid(8) }),
    token({ tid: uuid(2), wid: uuid(8), par: [uuid(1)] }),
    token({ tid: uuid(1), wid: uuid(9) }),
    token({ tid: uuid(3), wid: uuid(9), par: [uuid(1)] }),
    token({ tid: uuid(4) }),
    token({ tid: uuid(2), wid: uuid(8) }),
  ]
  await ledger.appendMany(tokens, admit)
  return linesOf(await archiveOf(ledger))
}

type Lines = readonly Readonly<Record<string, unknown>>[]

/** A change of these lines, and how the archive with it is refused. */
export interface Change {
  readonly title: string
  readonly change: (lines: Lines) => readonly Line[] | Promise<readonly Line[]>
  readonly code: string
}

/** The lines besides those of entries. */
export const onLine = { first: 0, evidence: 6, end: 7 } as const
const { first, evidence, end } = onLine

/** The line of an entry. */
export function onEntry(sequence: number): number {
  return sequence + 1
}

/** The lines with other members in one of them. */
function withMembers(at: number, members: Readonly<Record<string, unknown>>): Change['change'] {
  return (lines) => lines.map((line, index) => (index === at ? { ...line, ...members } : line))
}

/** The entries of the lines in another order or number, all that counts them put right. */
function withEntries(change: (entries: Lines) => Lines): Change['change'] {
  return (lines) => {
    const entries = change(lines.slice(onEntry(0), evidence)).map((line, sequence) => ({ ...line, sequence }))
    return [
      { ...lines[first], entries: entries.length },
      ...entries,
      lines[evidence] ?? {},
      { ...lines[end], entries: entries.length },
    ]
  }
}

function withText(at: number, change: (text: string) => string): Change['change'] {
  return (lines) => lines.map((line, index) => (index === at ? change(JSON.stringify(line)) : line))
}

/** The lines with another checkpoint, of a ledger with the first of their entries. */
function signedBy(other: NoteSigner, size = 5): Change['change'] {
  return async (lines) => {
    const ledger = new MemoryLedger({ signer: other })
    for (const line of lines.slice(onEntry(0), onEntry(size))) await ledger.append(verified(String(line.token)), admit)
    return withMembers(end, { checkpoint: await ledger.checkpoint() })(lines)
  }
}

export const changes: readonly Change[] = [
  { title: 'another token', change: withMembers(onEntry(4), { token: signedToken() }), code: 'ECT_LEDGER_DAMAGED' },
  { title: 'one character of a token', change: withText(onEntry(4), oneCharacter), code: 'ECT_LEDGER_DAMAGED' },
  { title: 'a token that is none', change: withMembers(onEntry(4), { token: 'x' }), code: 'ECT_LEDGER_DAMAGED' },
  {
    title: 'a dropped entry',
    change: (lines) => lines.filter((_, at) => at !== onEntry(4)),
    code: 'ECT_LEDGER_FORMAT',
  },
  {
    title: 'a dropped entry in the midst',
    change: (lines) => lines.filter((_, at) => at !== onEntry(2)),
    code: 'ECT_LEDGER_DAMAGED',
  },
  {
    title: 'a dropped entry, counted',
    change: withEntries((entries) => entries.slice(0, -1)),
    code: 'ECT_LEDGER_DAMAGED',
  },
  { title: 'no entries, counted', change: withEntries(() => []), code: 'ECT_LEDGER_DAMAGED' },
  {
    title: 'a doubled line',
    change: (lines) => lines.flatMap((line, at) => (at === onEntry(4) ? [line, line] : [line])),
    code: 'ECT_LEDGER_FORMAT',
  },
  {
    title: 'a doubled entry, counted',
    change: withEntries((entries) => [...entries, entries[4] ?? {}]),
    code: 'ECT_LEDGER_DAMAGED',
  },
  { title: 'two swapped lines', change: (lines) => swapped(lines, onEntry(2), onEntry(4)), code: 'ECT_LEDGER_DAMAGED' },
  {
    title: 'two swapped entries, numbered',
    change: withEntries((entries) => swapped(entries, 3, 4)),
    code: 'ECT_LEDGER_DAMAGED',
  },
  {
    title: 'an inserted entry, counted',
    change: withEntries((entries) => [...entries, { ...entries[4], token: signedToken() }]),
    code: 'ECT_LEDGER_DAMAGED',
  },
  {
    title: 'a task that is recorded twice',
    change: withEntries((entries) => [...entries, { ...entries[4], token: signedToken({ tid: uuid(4) }) }]),
    code: 'ECT_LEDGER_DAMAGED',
  },
  {
    title: 'a parent in another workflow',
    change: withMembers(onEntry(3), { parents: [0] }),
    code: 'ECT_LEDGER_DAMAGED',
  },
  { title: 'a parent of another name', change: withMembers(onEntry(1), { parents: [1] }), code: 'ECT_LEDGER_DAMAGED' },
  { title: 'a later parent', change: withMembers(onEntry(1), { parents: [2] }), code: 'ECT_LEDGER_DAMAGED' },
  {
    title: 'a parent that is not there',
    change: withMembers(onEntry(1), { parents: [99] }),
    code: 'ECT_LEDGER_DAMAGED',
  },
  { title: 'no parent', change: withMembers(onEntry(1), { parents: [] }), code: 'ECT_LEDGER_DAMAGED' },
  { title: 'a parent too many', change: withMembers(onEntry(1), { parents: [0, 0] }), code: 'ECT_LEDGER_DAMAGED' },
  { title: 'a parent of a root', change: withMembers(onEntry(4), { parents: [0] }), code: 'ECT_LEDGER_DAMAGED' },
  {
    title: 'parents that are no numbers',
    change: withMembers(onEntry(1), { parents: ['0'] }),
    code: 'ECT_LEDGER_FORMAT',
  },
  { title: 'a time before 1970', change: withMembers(onEntry(4), { storedAt: -1 }), code: 'ECT_LEDGER_FORMAT' },
  { title: 'half a second', change: withMembers(onEntry(4), { verifiedAt: 1.5 }), code: 'ECT_LEDGER_FORMAT' },
  {
    title: 'another ending of a number',
    change: withText(onEntry(4), (text) => text.replace(/"storedAt":(\d+)/, '"storedAt":$1.0')),
    code: 'ECT_LEDGER_FORMAT',
  },
  { title: 'a later version', change: withMembers(first, { version: 2 }), code: 'ECT_LEDGER_FORMAT' },
  { title: 'another format', change: withMembers(first, { format: 'tar' }), code: 'ECT_LEDGER_FORMAT' },
  { title: 'no kind of ids', change: withMembers(first, { ids: 'none' }), code: 'ECT_LEDGER_FORMAT' },
  { title: 'a later number of entries', change: withMembers(first, { entries: 6 }), code: 'ECT_LEDGER_FORMAT' },
  { title: 'a smaller number of entries', change: withMembers(first, { entries: 4 }), code: 'ECT_LEDGER_FORMAT' },
  {
    title: 'the key of another log',
    change: withMembers(first, { logKey: stranger.verifierKey }),
    code: 'ECT_CHECKPOINT_KEY',
  },
  { title: 'no key', change: withMembers(first, { logKey: null }), code: 'ECT_CHECKPOINT_KEY' },
  { title: 'no first line', change: (lines) => lines.slice(1), code: 'ECT_LEDGER_FORMAT' },
  { title: 'one member more', change: withMembers(onEntry(4), { note: '' }), code: 'ECT_LEDGER_FORMAT' },
  {
    title: 'a hidden member more',
    change: withText(onEntry(4), (text) => text.replace('{', '{"__proto__":{},')),
    code: 'ECT_LEDGER_FORMAT',
  },
  {
    title: 'a member less',
    change: (lines) => lines.map(({ storedAt: _, ...line }) => line),
    code: 'ECT_LEDGER_FORMAT',
  },
  {
    title: 'a member twice',
    change: withText(onEntry(4), (text) => text.replace('{', '{"type":"entry",')),
    code: 'ECT_LEDGER_FORMAT',
  },
  {
    title: 'members in another order',
    change: withText(onEntry(4), (text) => text.replace('"type":"entry","sequence":4', '"sequence":4,"type":"entry"')),
    code: 'ECT_LEDGER_FORMAT',
  },
  {
    title: 'a member that is escaped',
    change: withText(onEntry(4), (text) => text.replace('"type"', '"\\u0074ype"')),
    code: 'ECT_LEDGER_FORMAT',
  },
  { title: 'white space', change: withText(onEntry(4), (text) => `${text} `), code: 'ECT_LEDGER_FORMAT' },
  { title: 'a carriage return', change: withText(onEntry(4), (text) => `${text}\r`), code: 'ECT_LEDGER_FORMAT' },
  { title: 'a byte order mark', change: withText(first, (text) => `\ufeff${text}`), code: 'ECT_LEDGER_FORMAT' },
  { title: 'an empty line', change: withText(onEntry(4), (text) => `\n${text}`), code: 'ECT_LEDGER_FORMAT' },
  { title: 'no JSON', change: withText(onEntry(4), (text) => text.slice(1)), code: 'ECT_LEDGER_FORMAT' },
  {
    title: 'a line without end',
    change: withText(onEntry(4), () => ' '.repeat(2 ** 20 + 1)),
    code: 'ECT_LEDGER_FORMAT',
  },
  { title: 'brackets without end', change: withText(onEntry(4), () => '['.repeat(2 ** 20)), code: 'ECT_LEDGER_FORMAT' },
  {
    title: 'evidence against another task',
    change: withMembers(evidence, { sequence: 4 }),
    code: 'ECT_LEDGER_DAMAGED',
  },
  {
    title: 'evidence against the task in another workflow',
    change: withMembers(evidence, { refused: signedToken({ tid: uuid(2), wid: uuid(9) }) }),
    code: 'ECT_LEDGER_DAMAGED',
  },
  { title: 'evidence against nothing', change: withMembers(evidence, { sequence: 5 }), code: 'ECT_LEDGER_DAMAGED' },
  {
    title: 'evidence of another issuer',
    change: withMembers(evidence, { refused: signedToken({ tid: uuid(2), wid: uuid(8) }, bob) }),
    code: 'ECT_LEDGER_DAMAGED',
  },
  {
    title: 'evidence with another key',
    change: withMembers(evidence, { refused: signedToken({ tid: uuid(2), wid: uuid(8) }, aliceRekeyed) }),
    code: 'ECT_LEDGER_DAMAGED',
  },
  {
    title: 'evidence that agrees',
    change: (lines) => withMembers(evidence, { refused: lines[onEntry(1)]?.token })(lines),
    code: 'ECT_LEDGER_DAMAGED',
  },
  { title: 'evidence that is no token', change: withMembers(evidence, { refused: 'x' }), code: 'ECT_LEDGER_DAMAGED' },
  {
    title: 'evidence that is dropped',
    change: (lines) => lines.filter((_, at) => at !== evidence),
    code: 'ECT_LEDGER_DAMAGED',
  },
  {
    title: 'evidence twice',
    change: (lines) => [...lines.slice(0, end), lines[evidence] ?? {}, { ...lines[end], equivocations: 2 }],
    code: 'ECT_LEDGER_DAMAGED',
  },
  {
    title: 'another number of entries at the end',
    change: withMembers(end, { entries: 4 }),
    code: 'ECT_LEDGER_DAMAGED',
  },
  {
    title: 'another number of equivocations',
    change: withMembers(end, { equivocations: 2 }),
    code: 'ECT_LEDGER_DAMAGED',
  },
  { title: 'no checkpoint', change: withMembers(end, { checkpoint: null }), code: 'ECT_LEDGER_FORMAT' },
  { title: 'a checkpoint that is none', change: withMembers(end, { checkpoint: 'x' }), code: 'ECT_CHECKPOINT_FORMAT' },
  { title: 'a checkpoint of a smaller size', change: signedBy(signer, 4), code: 'ECT_LEDGER_DAMAGED' },
  {
    title: 'a checkpoint by another key',
    change: signedBy(noteSigner(stranger.signerKey)),
    code: 'ECT_CHECKPOINT_SIGNATURE',
  },
  {
    title: 'a checkpoint of another log',
    change: signedBy(noteSigner(generateNoteKey('other.example.com').signerKey)),
    code: 'ECT_CHECKPOINT_ORIGIN',
  },
  { title: 'no last line', change: (lines) => lines.slice(0, -1), code: 'ECT_LEDGER_FORMAT' },
  { title: 'a line after the last', change: (lines) => [...lines, lines[end] ?? {}], code: 'ECT_LEDGER_FORMAT' },
  { title: 'nothing', change: () => [], code: 'ECT_LEDGER_FORMAT' },
]

function swapped<T>(list: readonly T[], one: number, other: number): T[] {
  return list.map((item, at) => (at === one ? (list[other] ?? item) : at === other ? (list[one] ?? item) : item))
}

/** Another signature: of base64url the middle, where every bit counts. */
function oneCharacter(text: string): string {
  return text.replace(/\.(.)([^."]+)"/, (_, character, rest) => `.${character === 'A' ? 'B' : 'A'}${rest}"`)
}
