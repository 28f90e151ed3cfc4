import { MemoryTree } from '../../src/merkle/memory-tree.ts'
import { leafHash } from '../../src/merkle/tree-hash.ts'

/** Entry number `at`: its number in four bytes. */
export function entry(at: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, at)
  return bytes
}

/** The first entries. */
export function entries(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => entry(at))
}

/** The tree over the first entries. */
export function treeOf(count: number): MemoryTree {
  const tree = new MemoryTree()
  for (let at = 0; at < count; at++) tree.append(leafHash(entry(at)))
  return tree
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

export function fromHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'))
}

export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
