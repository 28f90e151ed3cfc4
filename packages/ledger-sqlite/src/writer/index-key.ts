import { hash } from 'node:crypto'

const hexDigits = 12
const half = 2 ** (4 * hexDigits - 1)

/**
 * The number under which an identifier stands in an index: 48 bits of its SHA-256, a third of a UUID. Identifiers that share a
 * number are told apart by their rows. To make many of them share one costs 2 ** 48 hashes for each, so that nobody can make
 * the look-ups of others slow.
 */
export function indexKey(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, hexDigits), 16) - half
}
