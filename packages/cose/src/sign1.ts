import { EctError } from '@wimse-ect/claims'
import { maxTokenBytes } from '@wimse-ect/claims/envelope'
import { type CborValue, isCborList, isCborMap } from './cbor-value.ts'
import { decodeCbor } from './decode-cbor.ts'
import { encodeCbor } from './encode-cbor.ts'

/** The parts of a COSE_Sign1 message that carry something (RFC 9052 section 4.2). */
export interface Sign1 {
  /** The encoded protected header. */
  readonly protectedHeader: Uint8Array
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

/** Tag 18, COSE_Sign1, in its one byte. */
const tag = 0xd2

/**
 * Takes a message apart: tag 18, one protected header, an unprotected one that is empty, a payload and a signature
 * [COSE-SIGN1] [COSE-TAG]. The size is judged before anything is decoded [COSE-SIZE].
 *
 * What a signature does not cover is free for anybody to change, so nothing may stand in the unprotected header
 * [COSE-UNPROTECTED].
 *
 * @throws EctError `ECT_TOKEN_SIZE`, `ECT_TOKEN_COSE`, `ECT_HEADER_FORBIDDEN`, the codes of `decodeCbor`
 */
export function readSign1(bytes: Uint8Array): Sign1 {
  if (!(bytes instanceof Uint8Array)) throw new EctError('ECT_TOKEN_COSE')
  if (bytes.length > maxTokenBytes) throw new EctError('ECT_TOKEN_SIZE')
  if (bytes[0] !== tag) throw new EctError('ECT_TOKEN_COSE')
  const message = decodeCbor(bytes.subarray(1), 'message')
  if (!isCborList(message) || message.length !== 4) throw new EctError('ECT_TOKEN_COSE')
  const [protectedHeader, unprotected, payload, signature] = message
  if (!isFilled(protectedHeader) || !isFilled(payload) || !isFilled(signature)) throw new EctError('ECT_TOKEN_COSE')
  if (!isCborMap(unprotected)) throw new EctError('ECT_TOKEN_COSE')
  if (unprotected.size > 0) throw new EctError('ECT_HEADER_FORBIDDEN', { path: 'unprotected' })
  return { protectedHeader, payload, signature }
}

/** Writes a message. */
export function writeSign1({ protectedHeader, payload, signature }: Sign1): Uint8Array {
  const untagged = encodeCbor([protectedHeader, new Map(), payload, signature])
  const message = new Uint8Array(1 + untagged.length)
  message[0] = tag
  message.set(untagged, 1)
  return message
}

/** The bytes that are signed: the Sig_structure of RFC 9052 section 4.4, without external data [COSE-SIGNATURE]. */
export function signedBytes({ protectedHeader, payload }: Omit<Sign1, 'signature'>): Uint8Array {
  return encodeCbor(['Signature1', protectedHeader, new Uint8Array(), payload])
}

/** True for a byte string that is not empty [COSE-ATTACHED]: a detached payload is `null` instead. */
function isFilled(part: CborValue | undefined): part is Uint8Array {
  return part instanceof Uint8Array && part.length > 0
}
