import { join } from 'node:path'
import { it } from 'vitest'
import { expectOneOrder } from '../../ledger/contract/writers/expect-one-order.ts'
import { createPostgresLedger, fsckPostgresLedger } from '../src/index.ts'
import { onNewDatabase, signer, signerKey } from './on-new-database.ts'

it('[LEDGER-ATOMIC] [DAG-ACYCLIC-LEDGER] eight processes write as if each token had been judged alone, in one order', () =>
  onNewDatabase(async ({ url }) => {
    const reader = await createPostgresLedger(url, { signer })
    await expectOneOrder({
      program: join(import.meta.dirname, 'writers/writing-process.ts'),
      args: [url, signerKey],
      callsPerWriter: 24,
      reader,
      issues: () => fsckPostgresLedger(url),
    })
    await reader.close()
  }))
