import { hash } from 'node:crypto'

const half = 2 ** 47

/** Most keys that are remembered: those of the batch, mostly. */
const maxKeys = 4096

/**
 * The numbers under which identifiers stand in the indexes: 48 bits of their SHA-256, a third of a UUID. Identifiers
 * that share a number are told apart by their rows. To make another one that shares it takes 2 ** 48 hashes, so that
 * nobody can make the look-ups of others slow. Some are remembered: the same is asked for when a task is judged and
 * when it is written.
 */
export class IndexKeys {
  readonly #known = new Map<string, number>()

  task(taskId: string): number {
    return this.#key(taskId)
  }

  /** All tasks without a workflow have one number. */
  workflow(workflowId: string | undefined): number {
    return workflowId === undefined ? 0 : this.#key(workflowId)
  }

  token(issuer: string, tokenId: string): number {
    return this.#key(tokenText(issuer, tokenId))
  }

  #key(text: string): number {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const key = indexKey(text)
    if (this.#known.size >= maxKeys) this.#known.clear()
    this.#known.set(text, key)
    return key
  }
}

/** What stands for a token in {@link indexKey}. */
export function tokenText(issuer: string, tokenId: string): string {
  return `${issuer} ${tokenId}`
}

/** The same number, of which nothing is remembered. */
export function indexKey(text: string): number {
  // Bytes as characters: written as hexadecimal digits and read back, they would take twice as long as the hash.
  const digest = hash('sha256', text, 'binary')
  return threeBytes(digest, 0) * 2 ** 24 + threeBytes(digest, 3) - half
}

function threeBytes(bytes: string, at: number): number {
  return (bytes.charCodeAt(at) << 16) | (bytes.charCodeAt(at + 1) << 8) | bytes.charCodeAt(at + 2)
}
