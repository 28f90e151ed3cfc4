import { createHash } from 'node:crypto'

/** The checks of RFC 9162 section 2.1.3.2 and 2.1.4.2, step by step: a second opinion on our own. */

type Bytes = Uint8Array

const node = (left: Bytes, right: Bytes): Bytes =>
  new Uint8Array(
    createHash('sha256')
      .update(Buffer.concat([Uint8Array.of(1), left, right]))
      .digest(),
  )
const same = (one: Bytes | undefined, other: Bytes): boolean => one !== undefined && Buffer.compare(one, other) === 0
const isOdd = (number: number): boolean => number % 2 === 1
const half = (number: number): number => Math.floor(number / 2)

export function acceptsInclusion(
  path: readonly Bytes[],
  leaf: Bytes,
  index: number,
  size: number,
  root: Bytes,
): boolean {
  if (index >= size) return false
  let [fn, sn, r] = [index, size - 1, leaf]
  for (const p of path) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      r = node(p, r)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else r = node(r, p)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && same(r, root)
}

export function acceptsConsistency(
  path: readonly Bytes[],
  first: number,
  one: Bytes,
  second: number,
  two: Bytes,
): boolean {
  if (first === second) return path.length === 0 && same(one, two)
  const isPowerOfTwo = Number.isInteger(Math.log2(first))
  const [start, ...rest] = isPowerOfTwo ? [one, ...path] : path
  if (path.length === 0 || start === undefined) return false
  let [fn, sn] = [first - 1, second - 1]
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)]
  let [fr, sr] = [start, start]
  for (const c of rest) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      ;[fr, sr] = [node(c, fr), node(c, sr)]
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else sr = node(sr, c)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && same(fr, one) && same(sr, two)
}
