import { createHash } from 'node:crypto'
import type { RunningHash } from '../running-hash.ts'

/** SHA-256 of Node, several times as fast as one in JavaScript. */
export function runningHash(): RunningHash {
  const hash = createHash('sha256')
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() }
}
