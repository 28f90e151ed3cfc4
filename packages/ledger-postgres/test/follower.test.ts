import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { admit } from '@wimse-ect/dag'
import { checkReceipt } from '@wimse-ect/ledger'
import { folderStore, followLog, openPublishedLog } from '@wimse-ect/ledger-tiles'
import { expect, it } from 'vitest'
import { token } from '../../ledger/contract/tokens.ts'
import { createPostgresLedger, openPostgresLedger, type PostgresLedger } from '../src/index.ts'
import { logKey, onNewDatabase, signer, type TestDatabase } from './on-new-database.ts'
import { until } from './postgres-server.ts'

/** Two processes' worth of followers of one log, and the folder that they publish to. */
async function onFollowedLog(
  run: (writers: readonly PostgresLedger[], folder: string, on: TestDatabase) => Promise<void>,
): Promise<void> {
  await onNewDatabase(async (on) => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-postgres-'))
    const writers = [await createPostgresLedger(on.url, { signer }), await openPostgresLedger(on.url, { signer })]
    const end = new AbortController()
    const following = writers.map((ledger) =>
      ledger.whileLeader((signal) => followLog(ledger, folderStore(folder), { signal, intervalMs: 20 }), {
        signal: end.signal,
        retryMs: 50,
      }),
    )
    try {
      await run(writers, folder, on)
    } finally {
      end.abort()
      await Promise.all(following)
      await Promise.all(writers.map((ledger) => ledger.close()))
      rmSync(folder, { recursive: true })
    }
  })
}

/** Resolves when the folder alone has so many entries. */
async function untilPublished(folder: string, size: number): Promise<void> {
  await until(async () => {
    const published = await openPublishedLog(folderStore(folder), { logKey }).catch(() => undefined)
    return published?.checkpoint.size === size
  })
}

it('[LEDGER-TILES] what several processes append is published by one of them, and by another when it is cut off', () =>
  onFollowedLog(async (writers, folder, { disconnectAll }) => {
    let size = 0
    for (let round = 0; round < 3; round++) {
      for (const ledger of writers) {
        await ledger.appendMany(
          Array.from({ length: 150 }, () => token()),
          admit,
        )
        size += 150
      }
      await untilPublished(folder, size)
      await disconnectAll()
    }
    const published = await openPublishedLog(folderStore(folder), { logKey })
    for (const sequence of [0, 255, 256, 899]) {
      const { token: compact } = checkReceipt(await published.receipt(sequence), { logKey })
      expect(compact).toBe((await writers[0]?.getBySequence(sequence))?.compact)
    }
  }))
