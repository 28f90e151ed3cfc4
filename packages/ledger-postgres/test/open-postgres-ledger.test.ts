import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { admit } from '@wimse-ect/dag'
import { checkConsistency, checkReceipt, generateNoteKey, noteSigner, parseCheckpoint } from '@wimse-ect/ledger'
import { describe, expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { fastParent } from '../../ledger/contract/temporary-folder.ts'
import { malleableTwin, token, uuid } from '../../ledger/contract/tokens.ts'
import {
  createPostgresLedger,
  fsckPostgresLedger,
  openPostgresLedger,
  openPostgresLedgerReader,
  type PostgresLedger,
} from '../src/index.ts'
import { logKey, onNewDatabase, otherSigner, signer } from './on-new-database.ts'
import { startPostgres } from './postgres-server.ts'

/** Opens and closes. */
function opening(opened: Promise<PostgresLedger>): Promise<string> {
  return codeOf(opened.then((ledger) => ledger.close()))
}

describe('opening again', () => {
  it('[LEDGER-CRASH] everything is as it was: entries, evidence, proofs and what was fixed', () =>
    onNewDatabase(async ({ url }) => {
      const ledger = await createPostgresLedger(url, { signer, maxLatenessSeconds: 60, checkpointDelayMs: 0 })
      const tokens = [token({ tid: uuid(1), wid: uuid(9) }), token({ tid: uuid(2), wid: uuid(9), par: [uuid(1)] })]
      await ledger.appendMany([...tokens, token({ tid: uuid(1), wid: uuid(9) })], admit)
      const before = [await collect(ledger.entries()), await collect(ledger.equivocations())]
      const checkpoint = await ledger.checkpoint()
      await ledger.close()

      const again = await openPostgresLedger(url, { signer })
      expect([await collect(again.entries()), await collect(again.equivocations())]).toEqual(before)
      expect(again).toMatchObject({ ids: 'uuid', maxLatenessSeconds: 60, logKey })
      expect(await again.checkpoint()).toBe(checkpoint)
      const [first] = tokens
      expect(first && (await again.append(malleableTwin(first), admit)).sequence).toBe(0)
      expect((await again.append(token({ wid: uuid(9), par: [uuid(2)] }), admit)).sequence).toBe(2)
      const [earlier, later] = [parseCheckpoint(checkpoint), parseCheckpoint(await again.checkpoint())]
      checkConsistency(await again.consistencyProof(2, 3), earlier, later)
      await again.close()
    }))

  it('[PROOF-MERKLE] a log that is closed and opened after every few entries has the root of one that never was', () =>
    onNewDatabase(async ({ url }) => {
      const tokens = Array.from({ length: 300 }, () => token())
      await (await createPostgresLedger(url, { signer, name: 'parts' })).close()
      for (let from = 0; from < tokens.length; from += 43) {
        const ledger = await openPostgresLedger(url, { signer, name: 'parts' })
        await ledger.appendMany(tokens.slice(from, from + 43), admit)
        await ledger.close()
      }
      const whole = await createPostgresLedger(url, { signer, name: 'whole' })
      await whole.appendMany(tokens, admit)
      const ledger = await openPostgresLedger(url, { signer, name: 'parts' })
      expect(await ledger.checkpoint()).toBe(await whole.checkpoint())
      await Promise.all([ledger.close(), whole.close()])
    }))

  it('[CLAIM-IDS-LEDGER] the kind of ids stays, whoever opens it', () =>
    onNewDatabase(async ({ url }) => {
      await (await createPostgresLedger(url, { ids: 'opaque', name: 'audit' })).close()
      const ledger = await openPostgresLedger(url)
      expect(ledger.ids).toBe('opaque')
      expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_IDS')
      await ledger.close()
    }))

  it('[CHECKPOINT-KEY-NAME] only with the key that it was created with', () =>
    onNewDatabase(async ({ url }) => {
      await (await createPostgresLedger(url, { signer })).close()
      const { name } = signer.key
      expect(await opening(openPostgresLedger(url))).toBe('ECT_CHECKPOINT_KEY')
      expect(await opening(openPostgresLedger(url, { signer: otherSigner }))).toBe('ECT_CHECKPOINT_KEY')
      await (await createPostgresLedger(url, { name: 'unsigned' })).close()
      expect(await opening(openPostgresLedger(url, { name: 'unsigned', signer }))).toBe('ECT_CHECKPOINT_KEY')
      expect(await opening(openPostgresLedger(url, { name, signer }))).toBe('accepted')
    }))

  it('[CHECKPOINT-NOTE] what a crash kept from being signed is signed when the log is opened', () =>
    onNewDatabase(async ({ url, sql }) => {
      const ledger = await createPostgresLedger(url, { signer, checkpointDelayMs: 1_000_000 })
      await ledger.appendMany([token(), token()], admit)
      const reader = await openPostgresLedgerReader(url)
      expect(parseCheckpoint(await reader.checkpoint()).size).toBe(0)
      const again = await openPostgresLedger(url, { signer })
      await again.close()
      expect(await sql('SELECT size::int FROM ect_ledger.checkpoint')).toEqual([{ size: 2 }])
      expect(parseCheckpoint(await reader.checkpoint()).size).toBe(2)
      await Promise.all([reader.close(), ledger.close()])
    }))
})

describe('databases that are not opened', () => {
  it('a log does not take the place of one of its name', () =>
    onNewDatabase(async ({ url }) => {
      await (await createPostgresLedger(url, { signer })).close()
      expect(await opening(createPostgresLedger(url, { signer }))).toBe('ECT_LEDGER_EXISTS')
      expect(await opening(createPostgresLedger(url, { signer: otherSigner }))).toBe('ECT_LEDGER_EXISTS')
      expect(await opening(createPostgresLedger(url, { name: signer.key.name }))).toBe('ECT_LEDGER_EXISTS')
    }))

  it('a database without our tables, and one without the log', () =>
    onNewDatabase(async ({ url }) => {
      expect(await opening(openPostgresLedger(url, { signer }))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(openPostgresLedgerReader(url))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(collect(fsckPostgresLedger(url)))).toBe('ECT_LEDGER_UNAVAILABLE')
      await (await createPostgresLedger(url, { name: 'one' })).close()
      expect(await opening(openPostgresLedger(url, { name: 'two' }))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await opening(openPostgresLedger(url, { signer }))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(openPostgresLedgerReader(url, { name: 'two' }))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(collect(fsckPostgresLedger(url, { name: 'two' })))).toBe('ECT_LEDGER_UNAVAILABLE')
    }))

  it('a database that cannot be reached, does not exist, or does not know us', () =>
    onNewDatabase(async ({ url }) => {
      const changed = (change: (to: URL) => void): string => {
        const to = new URL(url)
        change(to)
        return to.href
      }
      for (const elsewhere of [
        changed((to) => {
          to.port = '1'
        }),
        changed((to) => {
          to.pathname = 'nowhere'
        }),
        changed((to) => {
          to.password = 'wrong'
        }),
      ]) {
        expect(await opening(openPostgresLedger(elsewhere, { signer }))).toBe('ECT_LEDGER_UNAVAILABLE')
        expect(await opening(createPostgresLedger(elsewhere, { signer }))).toBe('ECT_LEDGER_UNAVAILABLE')
        expect(await codeOf(openPostgresLedgerReader(elsewhere))).toBe('ECT_LEDGER_UNAVAILABLE')
        expect(await codeOf(collect(fsckPostgresLedger(elsewhere)))).toBe('ECT_LEDGER_UNAVAILABLE')
      }
    }))

  it('tables that a later version made are left alone', () =>
    onNewDatabase(async ({ url, sql }) => {
      await (await createPostgresLedger(url, { signer })).close()
      await sql('INSERT INTO ect_ledger.version VALUES (1000)')
      expect(await opening(openPostgresLedger(url, { signer }))).toBe('ECT_LEDGER_FORMAT')
      expect(await opening(createPostgresLedger(url, { name: 'another' }))).toBe('ECT_LEDGER_FORMAT')
      expect(await codeOf(openPostgresLedgerReader(url))).toBe('ECT_LEDGER_FORMAT')
      expect(await codeOf(collect(fsckPostgresLedger(url)))).toBe('ECT_LEDGER_FORMAT')
      expect(await sql('SELECT count(*)::int AS logs FROM ect_ledger.log')).toEqual([{ logs: 1 }])
    }))

  it.each([
    'SELECT 1',
    'CREATE INDEX entry_by_token ON ect_ledger.entry (log, token_id, agent)',
    'CREATE UNIQUE INDEX entry_by_token ON ect_ledger.entry (log, token_id, agent, sequence)',
  ])('[LEDGER-JTI-UNIQUE] a database in which no index would object to a second jti: %s', (instead) =>
    onNewDatabase(async ({ url, sql }) => {
      await (await createPostgresLedger(url, { signer })).close()
      await sql(`DROP INDEX ect_ledger.entry_by_token; ${instead}`)
      expect(await opening(openPostgresLedger(url, { signer }))).toBe('ECT_LEDGER_DAMAGED')
    }),
  )

  it.each<object>([
    { ids: 'ulid' },
    { maxLatenessSeconds: -1 },
    { lockTimeoutMs: 0.5 },
    { lockTimeoutMs: 2 ** 31 },
    { checkpointDelayMs: Number.NaN },
    { checkpointDelayMs: 2 ** 31 },
    { name: '' },
    { signer: undefined, name: 'audit', knownHead: 'a checkpoint' },
    { name: 'a\0b' },
    { name: '\ud800' },
  ])('options out of range are the mistake of the caller: %o', (options) =>
    onNewDatabase(async ({ url, sql }) => {
      await expect(createPostgresLedger(url, Object.assign({ signer }, options))).rejects.toThrow(TypeError)
      expect(await sql("SELECT to_regclass('ect_ledger.log') AS log")).toEqual([{ log: null }])
    }),
  )

  it('a log without a name is the mistake of the caller', () =>
    onNewDatabase(async ({ url }) => {
      await expect(createPostgresLedger(url)).rejects.toThrow(TypeError)
    }))
})

describe('several logs in one database', () => {
  it('[LEDGER-ATOMIC] do not see each other, and do not wait for each other', () =>
    onNewDatabase(async ({ url, sql }) => {
      const other = noteSigner(generateNoteKey('other.example.com/audit').signerKey)
      const [first, second] = [
        await createPostgresLedger(url, { signer }),
        await createPostgresLedger(url, { signer: other }),
      ]
      const task = token({ tid: uuid(1) })
      await first.append(task, admit)
      expect(await second.size()).toBe(0)
      expect(await codeOf(second.append(token({ par: [uuid(1)] }), admit))).toBe('ECT_DAG_PARENT_MISSING')

      await sql('BEGIN; SELECT 1 FROM ect_ledger.log WHERE id = 1 FOR UPDATE')
      expect((await second.append(task, admit)).sequence).toBe(0)
      await sql('COMMIT')
      expect(await codeOf(second.append(token({ tid: uuid(1) }), admit))).toBe('ECT_LEDGER_EQUIVOCATION')
      expect(await collect(first.equivocations())).toEqual([])
      expect(await collect(first.entriesOfAgent(task.task.agent))).toHaveLength(1)
      expect(parseCheckpoint(await second.checkpoint()).origin).toBe('other.example.com/audit')
      await Promise.all([first.close(), second.close()])
      for (const { key } of [signer, other]) {
        expect(await collect(fsckPostgresLedger(url, { name: key.name }))).toEqual([])
      }
    }))

  it('without a name it has to be the only one', () =>
    onNewDatabase(async ({ url }) => {
      await (await createPostgresLedger(url, { name: 'one' })).close()
      expect(await opening(openPostgresLedger(url))).toBe('accepted')
      await (await createPostgresLedger(url, { name: 'two' })).close()
      expect(await opening(openPostgresLedger(url))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(openPostgresLedgerReader(url))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(collect(fsckPostgresLedger(url)))).toBe('ECT_LEDGER_UNAVAILABLE')
    }))

  it('a log that signs nothing has no checkpoint to ask for', () =>
    onNewDatabase(async ({ url }) => {
      const ledger = await createPostgresLedger(url, { name: 'audit' })
      await ledger.append(token(), admit)
      expect(ledger.logKey).toBeUndefined()
      await expect(ledger.checkpoint()).rejects.toThrow(TypeError)
      await ledger.close()
      expect(await collect(fsckPostgresLedger(url))).toEqual([])
    }))

  it.each(['read committed', 'repeatable read', 'serializable'])(
    'many who create at the same time make the tables once, and a log once, where transactions are %s',
    (isolation) =>
      onNewDatabase(async ({ url, sql }) => {
        await sql(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''${isolation}''',
          current_database()); END $$`)
        const names = ['one', 'two', 'three', 'one', 'two', 'three']
        const codes = await Promise.all(names.map((name) => opening(createPostgresLedger(url, { name }))))
        expect(codes.sort()).toEqual([...Array(3).fill('ECT_LEDGER_EXISTS'), ...Array(3).fill('accepted')])
        expect(await sql('SELECT count(*)::int AS logs FROM ect_ledger.log')).toEqual([{ logs: 3 }])
      }),
  )
})

describe('rights', () => {
  const role = 'ect_reading'

  /** A role that may do what the grants say. */
  async function asRole(url: string, sql: (text: string) => Promise<unknown>, grants: string): Promise<string> {
    await sql(`DO $$ BEGIN CREATE ROLE ${role} LOGIN PASSWORD 'reading'; EXCEPTION WHEN duplicate_object THEN END $$`)
    await sql(grants)
    const as = new URL(url)
    as.username = role
    as.password = 'reading'
    return as.href
  }

  it('a role that may only read opens no log for writing; it reads and checks', () =>
    onNewDatabase(async ({ url, sql }) => {
      const ledger = await createPostgresLedger(url, { signer })
      const entry = await ledger.append(token(), admit)
      await ledger.close()
      const grants = `GRANT USAGE ON SCHEMA ect_ledger TO ${role}; GRANT SELECT ON ALL TABLES IN SCHEMA ect_ledger TO ${role}`
      const reading = await asRole(url, sql, grants)
      expect(await opening(openPostgresLedger(reading, { signer }))).toBe('ECT_LEDGER_READ_ONLY')
      expect(await opening(createPostgresLedger(reading, { name: 'another' }))).toBe('ECT_LEDGER_READ_ONLY')
      const reader = await openPostgresLedgerReader(reading)
      expect(await collect(reader.entries())).toEqual([entry])
      await reader.close()
      expect(await collect(fsckPostgresLedger(reading))).toEqual([])
      await sql(`DROP OWNED BY ${role}`)
    }))

  it('a role that lost its rights is refused at the next append', () =>
    onNewDatabase(async ({ url, sql }) => {
      const ledger = await createPostgresLedger(url, { signer })
      await ledger.close()
      const grants = `GRANT USAGE ON SCHEMA ect_ledger TO ${role};
        GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA ect_ledger TO ${role}`
      const writer = await openPostgresLedger(await asRole(url, sql, grants), { signer })
      expect((await writer.append(token(), admit)).sequence).toBe(0)
      await sql(`REVOKE INSERT ON ect_ledger.entry FROM ${role}`)
      expect(await codeOf(writer.append(token(), admit))).toBe('ECT_LEDGER_READ_ONLY')
      await sql(`GRANT INSERT ON ect_ledger.entry TO ${role}`)
      expect((await writer.append(token(), admit)).sequence).toBe(1)
      await writer.close()
      await sql(`DROP OWNED BY ${role}`)
    }))

  it('nor is a log opened where transactions only read', () =>
    onNewDatabase(async ({ url }) => {
      await (await createPostgresLedger(url, { signer })).close()
      const readOnly = `${url}?options=-c%20default_transaction_read_only%3Don`
      expect(await opening(openPostgresLedger(readOnly, { signer }))).toBe('ECT_LEDGER_READ_ONLY')
      expect(await opening(createPostgresLedger(readOnly, { name: 'another' }))).toBe('ECT_LEDGER_READ_ONLY')
    }))
})

describe('servers', () => {
  it('[LEDGER-DURABLE-ACK] one that does not write to its disk is refused', async () => {
    const server = await startPostgres(fastParent(), ['-c', 'fsync=off'])
    try {
      const refused = createPostgresLedger(server.url, { signer })
      await expect(refused).rejects.toMatchObject({ code: 'ECT_LEDGER_UNAVAILABLE', path: 'fsync' })
    } finally {
      await server.remove()
    }
  })

  it('a standby is read and not written to', async () => {
    const server = await startPostgres(fastParent())
    try {
      const ledger = await createPostgresLedger(server.url, { signer })
      const entry = await ledger.append(token(), admit)
      const checkpoint = await ledger.checkpoint()
      await ledger.close()
      await server.stop()
      closeSync(openSync(join(server.data, 'standby.signal'), 'w'))
      await server.start()

      expect(await opening(openPostgresLedger(server.url, { signer }))).toBe('ECT_LEDGER_READ_ONLY')
      expect(await opening(createPostgresLedger(server.url, { name: 'another' }))).toBe('ECT_LEDGER_READ_ONLY')
      const reader = await openPostgresLedgerReader(server.url)
      expect(await collect(reader.entries())).toEqual([entry])
      expect(await reader.checkpoint()).toBe(checkpoint)
      expect(checkReceipt(await reader.receipt(0), { logKey }).token).toBe(entry.compact)
      await reader.close()
      expect(await collect(fsckPostgresLedger(server.url))).toEqual([])
    } finally {
      await server.remove()
    }
  })

  it('one that goes away and comes back: appends and reads are refused meanwhile, and go on after', async () => {
    const server = await startPostgres(fastParent())
    try {
      const ledger = await createPostgresLedger(server.url, { signer })
      const first = await ledger.append(token(), admit)
      await server.kill()
      const lost = token()
      expect(await codeOf(ledger.append(lost, admit))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(ledger.getBySequence(0))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(ledger.checkpoint())).toBe('ECT_LEDGER_UNAVAILABLE')
      await server.start()
      expect(await ledger.getBySequence(0)).toEqual(first)
      expect((await ledger.append(lost, admit)).sequence).toBe(1)
      expect(parseCheckpoint(await ledger.checkpoint()).size).toBe(2)
      await ledger.close()
    } finally {
      await server.remove()
    }
  })
})

describe('several handles', () => {
  it('[LEDGER-DURABLE-ACK] a reader sees what was acknowledged, and writes nothing', () =>
    onNewDatabase(async ({ url }) => {
      const ledger = await createPostgresLedger(url, { signer })
      const reader = await openPostgresLedgerReader(url)
      const entry = await ledger.append(token({ tid: uuid(1) }), admit)
      expect(await reader.getByTaskId(uuid(1))).toEqual([entry])
      const note = await ledger.checkpoint()
      await ledger.close()
      expect(await reader.checkpoint()).toBe(note)
      expect(checkReceipt(await reader.receipt(0), { logKey }).token).toBe(entry.compact)
      expect(reader).not.toHaveProperty('append')
      await reader.close()
    }))

  it('a ledger that was closed takes nothing more; closing again changes nothing', () =>
    onNewDatabase(async ({ url }) => {
      const ledger = await createPostgresLedger(url, { signer })
      const reader = await openPostgresLedgerReader(url)
      for (const each of [ledger, reader]) {
        await each.close()
        await each.close()
        expect(await codeOf(each.size())).toBe('ECT_LEDGER_UNAVAILABLE')
      }
      await expect(ledger.append(token(), admit)).rejects.toThrow(TypeError)
    }))

  it('[LEDGER-DURABLE-ACK] what is under way when a ledger is closed is finished', () =>
    onNewDatabase(async ({ url }) => {
      const ledger = await createPostgresLedger(url, { signer })
      const appended = ledger.append(token(), admit)
      await ledger.close()
      expect((await appended).sequence).toBe(0)
      const reader = await openPostgresLedgerReader(url)
      expect(await reader.size()).toBe(1)
      await reader.close()
    }))
})
