import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { type Jwk, loadKeys } from '@wimse-ect/conformance'
import { makeNoteKey, type NoteKeyKind, type NoteSigner } from '@wimse-ect/ledger'

/** The private key with a name, of those that the conformance suite has for everybody. */
export function privateJwk(kid: string): Jwk {
  const jwk = loadKeys().private.find((each) => each.kid === kid)
  if (jwk === undefined) throw new TypeError('there is no such key')
  return jwk
}

/** The same for `node:crypto`. */
export function privateKey(kid: string): KeyObject {
  return createPrivateKey({ key: { ...privateJwk(kid) }, format: 'jwk' })
}

/**
 * A compact token of any header and payload, signed. Ed25519 gives one signature for one input, so that a failure is
 * seen again.
 */
export function signedWithEd25519(header: string, payload: Uint8Array, key: KeyObject): string {
  const signingInput = `${Buffer.from(header).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`
  return `${signingInput}.${sign(null, Buffer.from(signingInput), key).toString('base64url')}`
}

/** The signer of a log or of a witness, with one of those keys. */
export function noteSignerOf(kid: string, name: string, kind: NoteKeyKind): NoteSigner {
  const key = privateKey(kid)
  const publicKey = new Uint8Array(Buffer.from(String(privateJwk(kid).x), 'base64url'))
  return { key: makeNoteKey(name, kind, publicKey), sign: (message) => new Uint8Array(sign(null, message, key)) }
}
