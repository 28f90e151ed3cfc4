import { describeLedgerSuite } from '../contract/ledger-suite.ts'
import { MemoryLedger } from '../src/memory-ledger.ts'

describeLedgerSuite('MemoryLedger', async (settings) => ({
  writers: [new MemoryLedger(settings)],
  close: async () => {},
}))
