import { EctError } from '@wimse-ect/claims'
import { encodeBase64, tryDecodeBase64 } from './base64.ts'
import type { NoteKey } from './note-key.ts'

/** A line below a note. */
export interface NoteSignature {
  readonly name: string
  readonly keyId: number
  /** What follows the key id; its form depends on the kind of the key. */
  readonly signature: Uint8Array
}

/** A text with signatures (C2SP signed-note). Nothing in it is known to be true: no signature has been checked. */
export interface SignedNote {
  /** What was signed, with its last line break. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** Most signatures of a note; C2SP asks for 16 or more. */
const maxNoteSignatures = 100

/** Most UTF-16 units of a note. */
export const maxNoteLength = 1_000_000

const signatureLine = /^\u2014 (?<name>[^\p{White_Space}+]+) (?<encoded>\S+)$/u
const keyIdBytes = 4

/**
 * Reads a signed note in its one form [CHECKPOINT-NOTE]: text, an empty line, signature lines, each ended by one line
 * break; no other control characters, no lone surrogates, canonical base64.
 *
 * @throws EctError `ECT_CHECKPOINT_FORMAT`, also for more than 100 signatures or 1,000,000 characters
 */
export function parseSignedNote(note: string): SignedNote {
  const end = note.lastIndexOf('\n\n')
  if (note.length > maxNoteLength || end < 0 || !note.endsWith('\n') || !isNoteText(note)) throw malformed()
  const lines = note.slice(end + 2, -1).split('\n')
  if (lines.length > maxNoteSignatures) throw malformed()
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) }
}

/** Writes a signed note. */
export function formatSignedNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`
}

/** The signatures that name a key. All others are of unknown keys and are ignored. */
export function signaturesBy({ signatures }: SignedNote, key: NoteKey): NoteSignature[] {
  return signatures.filter(({ name, keyId }) => name === key.name && keyId === key.id)
}

/** The same, of copies one: whoever has a note could otherwise have us check its signature a hundred times. */
export function distinctSignaturesBy(note: SignedNote, key: NoteKey): NoteSignature[] {
  return [...new Map(signaturesBy(note, key).map((each) => [encodeBase64(each.signature), each])).values()]
}

function parseSignature(line: string): NoteSignature {
  const { name = '', encoded = '' } = signatureLine.exec(line)?.groups ?? {}
  const bytes = tryDecodeBase64(encoded)
  if (bytes === undefined || bytes.length <= keyIdBytes) throw malformed()
  return { name, keyId: new DataView(bytes.buffer).getUint32(0), signature: bytes.slice(keyIdBytes) }
}

function formatSignature({ name, keyId, signature }: NoteSignature): string {
  const bytes = new Uint8Array(keyIdBytes + signature.length)
  new DataView(bytes.buffer).setUint32(0, keyId)
  bytes.set(signature, keyIdBytes)
  return `\u2014 ${name} ${encodeBase64(bytes)}\n`
}

function isNoteText(note: string): boolean {
  // A lone surrogate has no UTF-8, so what was signed would not be what is read.
  if (/\p{Cs}/u.test(note)) return false
  for (let at = 0; at < note.length; at++) {
    const unit = note.charCodeAt(at)
    if (unit < 0x20 && unit !== 0x0a) return false
  }
  return true
}

function malformed(): EctError {
  return new EctError('ECT_CHECKPOINT_FORMAT')
}
