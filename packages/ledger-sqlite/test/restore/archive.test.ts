import { existsSync } from 'node:fs'
import { expect } from 'vitest'
import { describeArchives } from '../../../ledger/contract/archive-cases.ts'
import { collect } from '../../../ledger/contract/collect.ts'
import { codeOf } from '../../../ledger/contract/refusal.ts'
import { fastParent, temporaryFolder } from '../../../ledger/contract/temporary-folder.ts'
import { fsckSqliteLedger, openSqliteLedger, restoreSqliteLedger, type SqliteLedger } from '../../src/index.ts'

describeArchives('SqliteLedger', async (signer) => {
  const folder = temporaryFolder(fastParent())
  const file = folder.path('ledger.db')
  let opened: SqliteLedger | undefined
  return {
    restore: async (archive, options) => {
      await restoreSqliteLedger(file, archive, options)
      expect(await collect(fsckSqliteLedger(file))).toEqual([])
    },
    open: async () => {
      opened = await openSqliteLedger(file, { signer })
      return opened
    },
    isEmpty: async () => {
      const code = await codeOf(openSqliteLedger(file, { signer }))
      return code === 'ECT_LEDGER_UNAVAILABLE' && !existsSync(file) && !existsSync(`${file}-draft`)
    },
    close: async () => {
      await opened?.close()
      folder.remove()
    },
  }
})
