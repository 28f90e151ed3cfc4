/** Mallory's tools: they make tokens that `signEct` would not, and damage those of others. */
import { decodeEct, type Signer } from 'wimse-ect'

/** Claims as they stand in a token, true or not. */
export type Claims = Readonly<Record<string, unknown>>

/** A genuine token that Mallory found, taken apart. */
export interface Captured {
  readonly compact: string
  readonly claims: Claims
}

/** Takes a token apart without asking whether it is true. */
export function capture(compact: string): Captured {
  return { compact, claims: decodeEct(compact).payload }
}

/**
 * Signs any payload under any header.
 *
 * @param payload claims, or text as it shall stand in the token
 * @param header members beside or instead of the usual ones
 */
export async function forge(key: Signer, payload: object | string, header: object = {}): Promise<string> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const head = JSON.stringify({ typ: 'wimse-exec+jwt', alg: key.alg, kid: key.kid, ...header })
  const signingInput = `${toBase64url(head)}.${toBase64url(text)}`
  return `${signingInput}.${toBase64url(await key.sign(Buffer.from(signingInput)))}`
}

/** The token with other claims and the old signature. */
export function tamper({ compact, claims }: Captured, changes: object): string {
  const [header, , signature] = compact.split('.')
  return `${header}.${toBase64url(JSON.stringify({ ...claims, ...changes }))}.${signature}`
}

/** The token with one bit of its signature turned over. */
export function breakSignature({ compact }: Captured): string {
  const bytes = signatureOf(compact)
  bytes[20] = (bytes[20] ?? 0) ^ 1
  return withSignature(compact, bytes)
}

/**
 * The token with its other valid signature: if (r, s) signs a message, so does (r, n - s), and whoever wants can turn
 * one into the other without the key.
 */
export function twin({ compact }: Captured): string {
  const bytes = signatureOf(compact)
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  bytes.write((orderOfP256 - s).toString(16).padStart(64, '0'), 32, 'hex')
  return withSignature(compact, bytes)
}

/** The token in other letters: the last one of a signature has four bits that decoders who are not strict drop. */
export function respell({ compact }: Captured): string {
  const last = base64urlAlphabet.indexOf(compact.slice(-1))
  return compact.slice(0, -1) + base64urlAlphabet.charAt(last ^ 1)
}

const base64urlAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const orderOfP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

function signatureOf(compact: string): Buffer {
  return Buffer.from(compact.split('.')[2] ?? '', 'base64url')
}

function withSignature(compact: string, signature: Buffer): string {
  return `${compact.slice(0, compact.lastIndexOf('.'))}.${toBase64url(signature)}`
}

function toBase64url(content: string | Uint8Array): string {
  return Buffer.from(content).toString('base64url')
}
