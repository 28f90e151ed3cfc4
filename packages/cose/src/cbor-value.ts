/** What a message may hold [COSE-TYPES]; of numbers only integers from -(2^53-1) to 2^53-1 [COSE-NUMBERS]. */
export type CborValue = null | boolean | number | string | Uint8Array | readonly CborValue[] | CborMap

/** A map; its keys are integers or texts [COSE-KEYS], and `1` is not `"1"`. */
export type CborMap = ReadonlyMap<number | string, CborValue>

export function isCborList(value: CborValue | undefined): value is readonly CborValue[] {
  return Array.isArray(value)
}

export function isCborMap(value: CborValue | undefined): value is CborMap {
  return value instanceof Map
}
