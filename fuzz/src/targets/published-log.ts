import { equal } from 'node:assert/strict'
import { formatTilePath, formatVerifierKey, type TilePath } from '@wimse-ect/ledger'
import { openPublishedLog, type TileSource } from '@wimse-ect/ledger-tiles'
import { MemoryLog } from '../../../packages/ledger/src/memory-log.ts'
import { noteSignerOf } from '../properties/keys.ts'
import { outcomeOfAsync } from '../properties/outcome.ts'
import type { Target } from '../target.ts'

const size = 600
const signer = noteSignerOf('log-key', 'ledger.example.com/audit', 'log')
const logKey = formatVerifierKey(signer.key)
const log = new MemoryLog(signer)
for (let sequence = 0; sequence < size; sequence++) log.append(`token.${sequence}.x`)
const note = await log.checkpoint()

/**
 * A published log of which one tile was changed: every receipt is that of the log, or none is given. An input says
 * which entry (two bytes), which tile read on the way (one), where in it (two), and what stands there instead.
 */
export const target: Target = {
  async check(input) {
    const [high = 0, low = 0, which = 0, offsetHigh = 0, offsetLow = 0, ...changes] = input
    const sequence = (high * 256 + low) % size
    const source = changedSource(which % 8, offsetHigh * 256 + offsetLow, changes)
    const published = await openPublishedLog(source, { logKey })
    const outcome = await outcomeOfAsync(() => published.receipt(sequence))
    if (outcome.ok) equal(outcome.value, await log.receipt(sequence))
  },
  seeds: () => [Uint8Array.of(0, 0, 9, 0, 0), Uint8Array.of(1, 5, 1, 0, 9, 1, 2, 3), Uint8Array.of(2, 87, 2, 31, 0, 1)],
  isCostly: true,
}

function changedSource(which: number, offset: number, changes: readonly number[]): TileSource {
  const read: string[] = []
  return {
    checkpoint: async () => ({ note, version: '1' }),
    async read(path: TilePath) {
      const bytes = await log.tile(path)
      const name = formatTilePath(path)
      if (!read.includes(name)) read.push(name)
      return bytes === undefined || read.indexOf(name) !== which ? bytes : withChanges(bytes, offset, changes)
    },
  }
}

/** Written over what is there; without any change, and with an offset beyond the end, the tile is cut off or longer. */
function withChanges(bytes: Uint8Array, offset: number, changes: readonly number[]): Uint8Array {
  if (changes.length === 0) return bytes.slice(0, offset)
  const changed = new Uint8Array(Math.max(bytes.length, offset + changes.length))
  changed.set(bytes)
  changed.set(changes, offset)
  return changed
}
