/** The number that bytes stand for, the highest one first. */
export function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`)
}

/** A number as so many bytes, the highest first; what does not fit is cut off. */
export function toBytes(number: bigint, length: number): Uint8Array {
  const hex = BigInt.asUintN(length * 8, number).toString(16)
  return new Uint8Array(Buffer.from(hex.padStart(length * 2, '0'), 'hex'))
}
