import { EctError } from '@wimse-ect/claims'

/** What is stored or published is not what the log committed to. */
export function damaged(path: string): EctError {
  return new EctError('ECT_LEDGER_DAMAGED', { path })
}

/** True when both are the same bytes. */
export function sameBytes(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return other !== undefined && one.length === other.length && one.every((byte, at) => byte === other[at])
}
