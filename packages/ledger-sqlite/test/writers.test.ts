import { join } from 'node:path'
import { it } from 'vitest'
import { expectOneOrder } from '../../ledger/contract/writers/expect-one-order.ts'
import { createSqliteLedger, fsckSqliteLedger, openSqliteLedgerReader } from '../src/index.ts'
import { onFile, signer, signerKey } from './on-file.ts'

it('[LEDGER-ATOMIC] [DAG-ACYCLIC-LEDGER] eight processes that wait for each other write in one order', () =>
  onFile(async ({ file }) => {
    await (await createSqliteLedger(file, { signer })).close()
    const reader = await openSqliteLedgerReader(file)
    await expectOneOrder({
      program: join(import.meta.dirname, 'writers/writing-process.ts'),
      args: [file, signerKey],
      callsPerWriter: 8,
      reader,
      issues: () => fsckSqliteLedger(file),
    })
    await reader.close()
  }))
