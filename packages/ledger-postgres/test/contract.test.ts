import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { describeLedgerContract, type OpenLedger } from '../../ledger/contract/ledger-contract.ts'
import { describeLedgerSuite } from '../../ledger/contract/ledger-suite.ts'
import { createPostgresLedger, openPostgresLedger } from '../src/index.ts'

/** Two writers of one log, each with connections of its own. */
const open: OpenLedger = async ({ ids, maxLatenessSeconds, ...settings }) => {
  const options = { ...settings, name: randomUUID() }
  const url = inject('postgresUrl')
  const first = await createPostgresLedger(url, { ...options, ids, maxLatenessSeconds })
  const second = await openPostgresLedger(url, options)
  return {
    writers: [first, second],
    close: async () => {
      await first.close()
      await second.close()
    },
  }
}

describeLedgerContract('PostgresLedger', open, { runs: 12 })
describeLedgerSuite('PostgresLedger', open)
