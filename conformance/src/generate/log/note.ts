/** C2SP signed notes, with every part open to change. */
import { createHash } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { type KeyName, key, logName } from '../cast.ts'
import { base64, type Hash } from './tree.ts'

/** The signature type bytes: a log signs, a witness cosigns. */
export type NoteType = 1 | 4

/** Who signs a note. */
export interface Signer {
  readonly name: string
  readonly key: KeyName
  readonly type: NoteType
}

export const log: Signer = { name: logName, key: 'log-key', type: 1 }
/** Another key of the same name. */
export const falseLog: Signer = { ...log, key: 'other-log-key' }
export const otherLog: Signer = { name: 'other.example.com/audit', key: 'other-log-key', type: 1 }
export const walter: Signer = { name: 'walter.example.com', key: 'walter-key', type: 4 }
export const wanda: Signer = { name: 'wanda.example.com', key: 'wanda-key', type: 4 }
export const wilma: Signer = { name: 'wilma.example.com', key: 'wilma-key', type: 4 }

const publicKey = (name: KeyName): Uint8Array => ed25519.getPublicKey(key(name).secret)

function keyId({ name, key: keyName, type }: Signer): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(type), publicKey(keyName)])
  return createHash('sha256').update(bytes).digest().subarray(0, 4)
}

/** The verifier key, `name+id+base64`. */
export function vkey(signer: Signer): string {
  const material = base64(Buffer.concat([Uint8Array.of(signer.type), publicKey(signer.key)]))
  return `${signer.name}+${keyId(signer).toString('hex')}+${material}`
}

/** A signature line over what is signed, which need not be right. */
export function lineOf(signer: Signer, signature: Uint8Array): string {
  return `\u2014 ${signer.name} ${base64(Buffer.concat([keyId(signer), signature]))}\n`
}

/** The line of a log. */
export function signed(text: string, by: Signer = log): string {
  return lineOf(by, ed25519.sign(Buffer.from(text), key(by.key).secret))
}

/** What a witness writes behind its key id: the time, and the signature over it and the text. */
export function cosignature(text: string, by: Signer, time: number): Buffer {
  const seconds = Buffer.alloc(8)
  seconds.writeBigUInt64BE(BigInt(time))
  const message = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`)
  return Buffer.concat([seconds, ed25519.sign(message, key(by.key).secret)])
}

/** The line of a witness. */
export function cosigned(text: string, by: Signer, time: number): string {
  return lineOf(by, cosignature(text, by, time))
}

/** The text of a checkpoint. */
export function checkpointText(size: number, root: Hash, origin: string = logName): string {
  return `${origin}\n${size}\n${base64(root)}\n`
}

/** A checkpoint that the log signed, with further lines. */
export function checkpoint(size: number, root: Hash, ...lines: readonly string[]): string {
  const text = checkpointText(size, root)
  return `${text}\n${signed(text)}${lines.join('')}`
}
