import {
  type ClaimSource,
  EctError,
  encodeBase64url,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from '@wimse-ect/claims'
import { type CborMap, isCborMap } from './cbor-value.ts'
import { readClaims } from './claim-wire.ts'
import { coseProfile } from './cose-profile.ts'
import { decodeCbor } from './decode-cbor.ts'
import { type CoseHeader, judgeHeader, readProtectedHeader } from './protected-header.ts'
import { readSign1, signedBytes } from './sign1.ts'

/** A token whose envelope is sound. Nothing in it is known to be true: no signature has been checked. */
export interface DecodedCoseEct {
  /** The message as it arrived, in a copy of its own; keep and hash this. */
  readonly bytes: Uint8Array
  readonly header: CoseHeader
  /** The claims as they stand on the wire, unknown ones among them. */
  readonly payload: CborMap
  readonly signature: Uint8Array
  /** The bytes that the signature is over. */
  readonly signed: Uint8Array
  /** The same in base64url. */
  readonly signingInput: string
}

/** Which tokens are taken apart at all. */
export interface CoseDecodeOptions {
  /** Accepted algorithms. Default: every supported one; a verifier narrows it to its allow-list. */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined
}

/**
 * Takes an ECT in CBOR apart and judges its envelope, which is steps 1 to 3 of the verification and the form of `kid`.
 * Nothing in the result is known to be true. Do not act on it.
 *
 * @param message the COSE_Sign1 message as it arrived
 * @throws EctError, first error first: `ECT_TOKEN_SIZE`, `ECT_TOKEN_COSE`, `ECT_TOKEN_CBOR` and its kin `ECT_TOKEN_*`
 * for the encoding, `ECT_HEADER_FORBIDDEN`, `ECT_HEADER_TYP`, `ECT_HEADER_ALG`, `ECT_HEADER_KID`
 */
export function decodeCoseEct(message: Uint8Array, options: CoseDecodeOptions = {}): DecodedCoseEct {
  // A copy: whoever still holds the buffer must not change what was judged while keys are looked up.
  const bytes = message instanceof Uint8Array ? new Uint8Array(message) : message
  const parts = readSign1(bytes)
  const header = readProtectedHeader(parts.protectedHeader)
  const payload = decodeCbor(parts.payload, 'payload')
  if (!isCborMap(payload)) throw new EctError('ECT_TOKEN_COSE', { path: 'payload' })
  const signed = signedBytes(parts)
  return {
    bytes,
    header: judgeHeader(header, options.algorithms ?? signatureAlgorithms),
    payload,
    signature: parts.signature,
    signed,
    signingInput: encodeBase64url(signed),
  }
}

/** What the claim rules read of a token. */
export function claimSource({ payload }: DecodedCoseEct): ClaimSource {
  // The encoding leaves an integer one form only.
  return { payload: readClaims(payload), notIntegers: new Set(), profile: coseProfile }
}
