import { describeArchives } from '../../contract/archive-cases.ts'
import { describeLedgerContract } from '../../contract/ledger-contract.ts'
import { storedAt } from '../../contract/ledger-under-test.ts'
import { importLedger } from '../../src/archive/import-ledger.ts'
import { openOnTables } from './in-memory/open-on-tables.ts'
import { TableRestorer } from './in-memory/table-restorer.ts'

// What every durable ledger is made of, without a database.
describeLedgerContract(
  'a ledger on tables in memory',
  async (settings) => {
    const { ledger } = openOnTables(settings)
    return { writers: [ledger], close: () => ledger.close() }
  },
  { runs: 50 },
)

describeArchives('a ledger on tables in memory', async (signer) => {
  let restorer = new TableRestorer()
  return {
    restore: (archive, options) => {
      restorer = new TableRestorer()
      return importLedger(archive, restorer, options)
    },
    open: async () => openOnTables({ tables: restorer.restored, signer, clock: () => storedAt }).ledger,
    isEmpty: async () => restorer.restored === undefined,
    close: async () => {},
  }
})
