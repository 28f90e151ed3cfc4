import { randomUUID } from 'node:crypto'
import { isEctError } from '@wimse-ect/claims'
import { inject } from 'vitest'
import { describeArchives, type OpenPlace } from '../../ledger/contract/archive-cases.ts'
import type { Ledger } from '../../ledger/src/index.ts'
import { openPostgresLedger, openPostgresLedgerReader, restorePostgresLedger } from '../src/index.ts'

const openPlace: OpenPlace = async (signer) => {
  const url = inject('postgresUrl')
  const name = randomUUID()
  const opened: { close(): Promise<void> }[] = []
  return {
    restore: (archive, options) => restorePostgresLedger(url, archive, { ...options, name }),
    open: async (): Promise<Ledger> => {
      const ledger = await openPostgresLedger(url, { signer, name })
      opened.push(ledger)
      return ledger
    },
    isEmpty: async () => {
      try {
        await (await openPostgresLedgerReader(url, { name })).close()
        return false
      } catch (error) {
        return isEctError(error, 'ECT_LEDGER_UNAVAILABLE')
      }
    },
    close: async () => {
      for (const ledger of opened) await ledger.close()
    },
  }
}

describeArchives('PostgresLedger', openPlace)
