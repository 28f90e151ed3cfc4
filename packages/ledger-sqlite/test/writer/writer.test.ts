import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { admit } from '@wimse-ect/dag'
import { parseCheckpoint } from '@wimse-ect/ledger'
import { expect, it } from 'vitest'
import { collect } from '../../../ledger/contract/collect.ts'
import { codeOf } from '../../../ledger/contract/refusal.ts'
import { token, uuid } from '../../../ledger/contract/tokens.ts'
import { createSqliteLedger, fsckSqliteLedger, openSqliteLedger, type SqliteLedger } from '../../src/index.ts'
import { onFile, signer } from '../on-file.ts'

/** Opens a ledger, and gives its writing thread away. */
async function withThread(opening: () => Promise<SqliteLedger>): Promise<readonly [SqliteLedger, Worker]> {
  const started = once(process, 'worker')
  const ledger = await opening()
  const [thread] = await started
  return [ledger, thread]
}

it('[LEDGER-DURABLE-ACK] a writing thread that has ended: appends are refused, reading goes on, opening again works', () =>
  onFile(async ({ file }) => {
    const [ledger, thread] = await withThread(() => createSqliteLedger(file, { signer }))
    const entry = await ledger.append(token({ tid: uuid(1) }), admit)
    await thread.terminate()

    for (let time = 0; time < 3; time++) {
      expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(ledger.appendMany([token(), token()], admit))).toBe('ECT_LEDGER_UNAVAILABLE')
    }
    expect(await ledger.size()).toBe(1)
    expect(await ledger.getByTaskId(uuid(1))).toEqual([entry])
    expect(parseCheckpoint(await ledger.checkpoint()).size).toBe(1)
    // Nobody holds the lock any more, although the ledger was not closed.
    const again = await openSqliteLedger(file, { signer })
    expect((await again.append(token(), admit)).sequence).toBe(1)
    await again.close()
    await ledger.close()
    expect(await collect(fsckSqliteLedger(file))).toEqual([])
  }))

it('[LEDGER-CRASH] one that ends in the middle of a storm: every token is recorded once in the end, or was never acknowledged', () =>
  onFile(async ({ file }) => {
    await (await createSqliteLedger(file, { signer })).close()
    for (let round = 0; round < 8; round++) {
      const [ledger, thread] = await withThread(() => openSqliteLedger(file, { signer, checkpointDelayMs: 0 }))
      const before = await ledger.size()
      const tokens = Array.from({ length: 60 }, () => token())
      const appended = tokens.map(async (each, at) => {
        await setTimeout(at / 4)
        return codeOf(ledger.append(each, admit))
      })
      await setTimeout(round * 2)
      await thread.terminate()
      const codes = await Promise.all(appended)
      expect(['accepted', 'ECT_LEDGER_UNAVAILABLE']).toEqual(expect.arrayContaining([...new Set(codes)]))
      const recorded = new Set((await collect(ledger.entries())).map(({ compact }) => compact))
      const acknowledged = tokens.filter((_, at) => codes[at] === 'accepted')
      expect(acknowledged.every(({ compact }) => recorded.has(compact))).toBe(true)
      await ledger.close()

      const again = await openSqliteLedger(file, { signer })
      for (const result of await again.appendMany(tokens, admit)) expect(result.ok).toBe(true)
      expect(await again.size()).toBe(before + 60)
      await again.close()
    }
    expect(await collect(fsckSqliteLedger(file))).toEqual([])
  }))

it('one that ends while the ledger is closed is closed too', () =>
  onFile(async ({ file }) => {
    for (let round = 0; round < 10; round++) {
      const opening = round === 0 ? createSqliteLedger : openSqliteLedger
      const [ledger, thread] = await withThread(() => opening(file, { signer }))
      await ledger.append(token(), admit)
      const closing = ledger.close()
      await setTimeout(round / 3)
      await thread.terminate()
      await closing
    }
    const ledger = await openSqliteLedger(file, { signer })
    expect(await ledger.size()).toBe(10)
    await ledger.close()
  }))
