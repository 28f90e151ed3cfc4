import { checkKid, EctError, type SignatureAlgorithm, signatureAlgorithms } from '@wimse-ect/claims'
import { type CborMap, type CborValue, isCborMap } from './cbor-value.ts'
import { decodeCbor } from './decode-cbor.ts'
import { encodeCbor } from './encode-cbor.ts'

/** The header of a token, all of it protected by the signature. */
export interface CoseHeader {
  readonly typ: typeof coseMediaType
  readonly alg: SignatureAlgorithm
  readonly kid: string
}

/** The media type of an ECT in CBOR, and its `typ` (RFC 9596). */
export const coseMediaType = 'application/wimse-exec+cwt'

/** Labels of the header parameters (RFC 9052 section 3.1, RFC 9596). */
const label = { alg: 1, kid: 4, typ: 16 } as const
const labels: readonly unknown[] = Object.values(label)

/** COSE algorithm ids (RFC 9053, RFC 8230, RFC 9864). */
const algorithmIds: Readonly<Record<SignatureAlgorithm, number>> = {
  ES256: -7,
  ES384: -35,
  ES512: -36,
  EdDSA: -8,
  Ed25519: -19,
  PS256: -37,
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads the protected header as far as step 1 goes: a map in which nothing but alg, kid and typ stands. Any other
 * parameter could bring a key, claims or a second meaning, and the registry of them grows [COSE-HEADER-ONLY].
 *
 * @throws EctError the codes of `decodeCbor`; `ECT_TOKEN_COSE` for anything but a map; `ECT_HEADER_FORBIDDEN`
 */
export function readProtectedHeader(bytes: Uint8Array): CborMap {
  const header = decodeCbor(bytes, 'header')
  if (!isCborMap(header)) throw new EctError('ECT_TOKEN_COSE', { path: 'header' })
  for (const name of header.keys()) {
    if (!labels.includes(name)) throw new EctError('ECT_HEADER_FORBIDDEN', { path: 'header' })
  }
  return header
}

/**
 * Steps 2 and 3: `typ`, then `alg`, then the form of `kid` [COSE-TYP] [COSE-ALG] [COSE-KID].
 *
 * @throws EctError `ECT_HEADER_TYP`, `ECT_HEADER_ALG`, `ECT_HEADER_KID`
 */
export function judgeHeader(header: CborMap, algorithms: readonly SignatureAlgorithm[]): CoseHeader {
  if (header.get(label.typ) !== coseMediaType) throw new EctError('ECT_HEADER_TYP', { path: 'typ' })
  const alg = signatureAlgorithms.find((name) => algorithmIds[name] === header.get(label.alg))
  if (alg === undefined || !algorithms.includes(alg)) throw new EctError('ECT_HEADER_ALG', { path: 'alg' })
  return { typ: coseMediaType, alg, kid: checkKid(kidText(header.get(label.kid))) }
}

/**
 * The protected header, encoded.
 *
 * @throws EctError `ECT_HEADER_KID`
 */
export function writeProtectedHeader({ alg, kid }: Omit<CoseHeader, 'typ'>): Uint8Array {
  const kidBytes = new TextEncoder().encode(checkKid(kid))
  return encodeCbor(
    new Map<number, CborValue>([
      [label.alg, algorithmIds[alg]],
      [label.kid, kidBytes],
      [label.typ, coseMediaType],
    ]),
  )
}

/** A `kid` is a byte string; its bytes are the text by which key sets know the key. */
function kidText(kid: CborValue | undefined): string | undefined {
  if (!(kid instanceof Uint8Array)) return undefined
  try {
    return utf8.decode(kid)
  } catch {
    return undefined
  }
}
