import { describeLedgerContract, type OpenLedger } from '../../ledger/contract/ledger-contract.ts'
import { describeLedgerSuite } from '../../ledger/contract/ledger-suite.ts'
import { fastParent, temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { createSqliteLedger } from '../src/index.ts'

const open: OpenLedger = async (settings) => {
  const folder = temporaryFolder(fastParent())
  const ledger = await createSqliteLedger(folder.path('ledger.db'), settings)
  return {
    writers: [ledger],
    close: async () => {
      await ledger.close()
      folder.remove()
    },
  }
}

describeLedgerContract('SqliteLedger', open, { runs: 12 })
describeLedgerSuite('SqliteLedger', open)
