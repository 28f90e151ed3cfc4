import { encode, rfc8949EncodeOptions } from 'cborg'
import type { CborValue } from './cbor-value.ts'

/** Writes a value in the one form that `decodeCbor` reads [COSE-DETERMINISTIC]. */
export function encodeCbor(value: CborValue): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encode(value, rfc8949EncodeOptions))
}
