import { collectGarbage } from '../collect-garbage.ts'

/** Bytes that this process keeps in its heap and in buffers outside of it, after all garbage is gone. */
export function keptBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
