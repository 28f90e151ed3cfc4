import { createAdmission } from '@wimse-ect/dag'
import { RecordCache } from '@wimse-ect/ledger/durable'
import { afterEach, expect, it, vi } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { namesakeSubmissions, namesakeWorkflow } from '../../ledger/contract/namesake-submissions.ts'
import { type Actor, laterToken, mallory, token, uuid } from '../../ledger/contract/tokens.ts'
import { createPostgresLedger, fsckPostgresLedger, openPostgresLedger } from '../src/index.ts'
import { onNewDatabase, signer } from './on-new-database.ts'
import { until } from './postgres-server.ts'

const admission = createAdmission({ mixedRevisions: true })

afterEach(() => {
  vi.restoreAllMocks()
})

/** Appends them one after the other and counts the records that come out of the database for each. */
async function countReads(many: number): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  await onNewDatabase(async ({ url }) => {
    const before = await createPostgresLedger(url, { signer })
    const tokens = Array.from({ length: many }, (_, at) => token({ tid: uuid(1), wid: namesakeWorkflow(at) }, mallory))
    await before.appendMany(tokens, admission)
    await before.close()
    const ledger = await openPostgresLedger(url, { signer })
    // Each record that is read is looked for there.
    const spy = vi.spyOn(RecordCache.prototype, 'get')
    for (const [title, make, code] of namesakeSubmissions) {
      spy.mockClear()
      const [answer] = await ledger.appendMany([make()], admission)
      expect([title, answer?.ok ? 'accepted' : answer?.error.code]).toEqual([title, code])
      counts[title] = spy.mock.calls.length
    }
    spy.mockRestore()
    await ledger.close()
  })
  return counts
}

it('[LEDGER-TASK-SCOPE] an append reads no more records when more tasks have the same id', async () => {
  expect(await countReads(200)).toEqual(await countReads(20))
})

it('[LEDGER-ATOMIC] records that were seen, and are gone when the lock is held, hide no other', () =>
  onNewDatabase(async ({ url, sql }) => {
    const before = await createPostgresLedger(url, { signer })
    const agents = Array.from({ length: 10 }, (_, at): Actor => ({ ...mallory, agent: `${mallory.agent}/${at}` }))
    const jtis = agents.map((by, at) => laterToken('ect-00', { jti: uuid(1), wid: namesakeWorkflow(at) }, by))
    await before.appendMany([...jtis, token({ tid: uuid(1), wid: namesakeWorkflow(99) }, mallory)], admission)
    await before.close()
    const tables = ['log', 'tile', 'checkpoint']
    for (const table of tables) await sql(`CREATE TABLE public.${table}_then AS SELECT * FROM ect_ledger.${table}`)
    const ledger = await openPostgresLedger(url, { signer })
    const other = await openPostgresLedger(url, { signer })
    await other.appendMany(
      [20, 21].map((at) => token({ tid: uuid(1), wid: namesakeWorkflow(at) }, mallory)),
      admission,
    )
    await other.close()

    await sql('BEGIN; SELECT 1 FROM ect_ledger.log FOR UPDATE')
    const child = ledger.append(token({ par: [uuid(1)] }, mallory), admission)
    await until(async () => {
      const waiting = await sql(`SELECT pg_stat_clear_snapshot(); SELECT 1 FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND datname = current_database()`)
      return waiting.length === 1
    })
    // As a replica takes over that lacks the last seconds.
    await sql('DELETE FROM ect_ledger.entry WHERE sequence > 10')
    await sql(`UPDATE ect_ledger.log SET size = 11, edge = (SELECT edge FROM public.log_then)`)
    for (const table of ['tile', 'checkpoint']) {
      await sql(`DELETE FROM ect_ledger.${table}; INSERT INTO ect_ledger.${table} SELECT * FROM public.${table}_then`)
    }
    await sql('COMMIT')
    expect(await child).toMatchObject({ sequence: 11, parents: [{ sequence: 10 }] })
    await ledger.close()
    expect(await collect(fsckPostgresLedger(url))).toEqual([])
  }))
