import { EctError } from '@wimse-ect/claims'
import { sha256 } from '#sha256'
import { encodeBase64, tryDecodeBase64 } from './base64.ts'

/** What an Ed25519 note key is for: a log signs its checkpoints, a witness cosigns them. */
export type NoteKeyKind = 'log' | 'witness'

/** The public key of a log or a witness (C2SP signed-note). */
export interface NoteKey {
  readonly kind: NoteKeyKind
  /** Of a log: its origin. */
  readonly name: string
  /** First four bytes of the hash of name, kind and key, as a number. It finds the key and proves nothing. */
  readonly id: number
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array
}

/** The signature type bytes of C2SP signed-note. */
export const typeOfKind: Readonly<Record<NoteKeyKind, number>> = { log: 0x01, witness: 0x04 }

const keyBytes = 32
const maxNameBytes = 255

/**
 * Makes a note key.
 *
 * @param name 1 to 255 bytes without white space, plus sign and control characters [CHECKPOINT-KEY-NAME], e.g.
 * `ledger.example.com/audit`
 * @throws TypeError for another name, or a public key that has not 32 bytes
 */
export function makeNoteKey(name: string, kind: NoteKeyKind, publicKey: Uint8Array): NoteKey {
  if (!isKeyName(name)) throw new TypeError('a key name has 1 to 255 bytes, no white space and no plus sign')
  if (publicKey.length !== keyBytes) throw new TypeError('an Ed25519 public key has 32 bytes')
  return { kind, name, id: keyIdOf(name, kind, publicKey), publicKey: publicKey.slice() }
}

/** The key as the verifier key that is published, `name+id+base64`. */
export function formatVerifierKey({ kind, name, id, publicKey }: NoteKey): string {
  return `${name}+${hexOf(id)}+${encodeBase64(Uint8Array.of(typeOfKind[kind], ...publicKey))}`
}

/**
 * Reads a verifier key (C2SP signed-note). Its id has to be the hash of the rest: a key that was mistyped, or pasted
 * under another name, is refused here; otherwise it would show only in signatures that never fit.
 *
 * @throws EctError `ECT_CHECKPOINT_KEY`
 */
export function parseVerifierKey(text: string, kind: NoteKeyKind): NoteKey {
  const { name, id, material } = splitKey(text, kind)
  const key = { kind, name, id, publicKey: material }
  if (keyIdOf(name, kind, material) !== id) throw new EctError('ECT_CHECKPOINT_KEY')
  return key
}

/** The parts of `name+id+base64`; the material without its type byte. */
export function splitKey(text: string, kind: NoteKeyKind): { name: string; id: number; material: Uint8Array } {
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)/s.exec(text) ?? []
  const bytes = tryDecodeBase64(encoded)
  if (!isKeyName(name) || bytes?.length !== 1 + keyBytes || bytes[0] !== typeOfKind[kind]) {
    throw new EctError('ECT_CHECKPOINT_KEY')
  }
  return { name, id: Number.parseInt(id, 16), material: bytes.slice(1) }
}

/** An id as it stands in keys: eight hexadecimal digits. */
export function hexOf(id: number): string {
  return id.toString(16).padStart(8, '0')
}

function isKeyName(name: string): boolean {
  const bytes = new TextEncoder().encode(name).length
  return bytes >= 1 && bytes <= maxNameBytes && !/[\p{White_Space}\p{Cc}\p{Cs}+]/u.test(name)
}

function keyIdOf(name: string, kind: NoteKeyKind, publicKey: Uint8Array): number {
  const head = new TextEncoder().encode(`${name}\n`)
  const digest = sha256(Uint8Array.of(...head, typeOfKind[kind], ...publicKey))
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0)
}
