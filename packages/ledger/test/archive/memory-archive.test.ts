import { describeArchives } from '../../contract/archive-cases.ts'
import { MemoryLedger } from '../../src/memory-ledger.ts'

describeArchives('MemoryLedger', async (signer) => {
  let restored: MemoryLedger | undefined
  return {
    restore: async (archive, options) => {
      restored = await MemoryLedger.restore(archive, { ...options, signer })
    },
    open: async () => restored ?? new MemoryLedger({ signer }),
    isEmpty: async () => restored === undefined,
    close: async () => {},
  }
})
