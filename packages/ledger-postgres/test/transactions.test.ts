import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Admission, EctStore, VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { type Ledger, MemoryLedger, parseCheckpoint } from '@wimse-ect/ledger'
import { describe, expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { fastParent } from '../../ledger/contract/temporary-folder.ts'
import {
  type Actor,
  alice,
  bob,
  type ClaimChanges,
  issuedAt,
  mallory,
  signedToken,
  token,
  uuid,
  verified,
} from '../../ledger/contract/tokens.ts'
import { createPostgresLedger, fsckPostgresLedger, openPostgresLedger, type PostgresLedger } from '../src/index.ts'
import { onNewDatabase, onServer, signer, signerKey, type TestDatabase } from './on-new-database.ts'
import { oneBehindTheOther } from './one-behind-the-other.ts'
import { startPostgres, until } from './postgres-server.ts'

/** Runs something with a log in a database of its own. */
async function onLedger(run: (ledger: PostgresLedger, on: TestDatabase) => Promise<void>): Promise<void> {
  await onNewDatabase(async (on) => {
    const ledger = await createPostgresLedger(on.url, { signer })
    try {
      await run(ledger, on)
    } finally {
      await ledger.close()
    }
    expect(await collect(fsckPostgresLedger(on.url))).toEqual([])
  })
}

/** Sets a default of the database. */
async function setDefault({ sql }: TestDatabase, setting: string): Promise<void> {
  await sql(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${setting}', current_database()); END $$`)
}

/**
 * Runs SQL, in the transactions of the writers, for every new entry; `turn` counts from 1, also those that are rolled
 * back.
 */
function atEveryEntry(statement: string, when: 'AFTER INSERT' | 'AT COMMIT' = 'AFTER INSERT'): string {
  const kind = when === 'AT COMMIT' ? 'CONSTRAINT TRIGGER' : 'TRIGGER'
  return `CREATE SEQUENCE public.turns;
    CREATE FUNCTION public.meddle() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE turn bigint := nextval('public.turns'); BEGIN ${statement}; RETURN NULL; END $$;
    CREATE ${kind} meddling AFTER INSERT ON ect_ledger.entry
      ${when === 'AT COMMIT' ? 'DEFERRABLE INITIALLY DEFERRED' : ''} FOR EACH ROW EXECUTE FUNCTION public.meddle()`
}

describe('admissions', () => {
  const junk = ['', 'x', "'; DROP TABLE ect_ledger.entry", 'a\0b', '\ud800', uuid(1).toUpperCase(), `${uuid(1)} `]

  /** Asks for everything there may be, and notes what it was told. */
  function curious(told: unknown[]): Admission {
    return (each, store) => {
      const short = (ids: readonly { readonly task: VerifiedEct['task'] }[]): string[] =>
        ids.map(({ task }) => `${task.taskId} ${task.workflowId}`)
      told.length = 0
      for (const id of [...junk, ...[1, 2, 3, 40].map(uuid)]) {
        told.push(short(store.recordsOf(id)), short(store.recordsIn(id, undefined)))
        for (const wid of [...junk.slice(1), uuid(900), uuid(901)]) told.push(short(store.recordsIn(id, wid)))
      }
      told.push(ancestorsOf(each, store))
      return admit(each, store)
    }
  }

  function ancestorsOf({ task }: VerifiedEct, store: EctStore): string[] {
    const found = new Set<string>()
    const open = [...task.parents]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id)) continue
      found.add(id)
      open.push(...store.recordsOf(id).flatMap((record) => record.task.parents))
    }
    return [...found].sort()
  }

  async function fill(ledger: Ledger, tokens: readonly VerifiedEct[]): Promise<void> {
    for (const result of await ledger.appendMany(tokens, admit)) expect(result.ok).toBe(true)
  }

  it('[LEDGER-ATOMIC] one that asks for more than a judgement needs is told the same as by a ledger in memory', () =>
    onLedger(async (ledger) => {
      const memory = new MemoryLedger()
      const chain = Array.from({ length: 40 }, (_, at) =>
        token({ tid: uuid(at + 1), wid: at === 0 ? undefined : uuid(900), par: at === 0 ? [] : [uuid(at)] }),
      )
      const others = Array.from({ length: 12 }, (_, at) => token({ tid: uuid(40), wid: uuid(901 + at) }, bob))
      for (const each of [memory, ledger]) await fill(each, [...chain, ...others])
      const late = [token({ wid: uuid(900), par: [uuid(40)] }), token({ tid: uuid(3), wid: uuid(900) }, mallory)]
      for (const each of late) {
        const [told, expected]: [unknown[], unknown[]] = [[], []]
        const codes = [
          await codeOf(ledger.append(each, curious(told))),
          await codeOf(memory.append(each, curious(expected))),
        ]
        expect(codes[0]).toBe(codes[1])
        expect(told).toEqual(expected)
      }
    }))

  it('[LEDGER-APPEND-MANY] so is one that asks about what its own batch adds', () =>
    onLedger(async (ledger) => {
      const memory = new MemoryLedger()
      const batch = [1, 2, 3].map((at) => token({ tid: uuid(at), par: at === 1 ? [] : [uuid(at - 1)] }))
      const [told, expected]: [unknown[], unknown[]] = [[], []]
      await ledger.appendMany(batch, curious(told))
      await memory.appendMany(batch, curious(expected))
      expect(told).toEqual(expected)
    }))

  it('[LEDGER-ATOMIC] one that never comes to an end breaks alone, and lets go of the lock', () =>
    onLedger(async (ledger) => {
      const endless: Admission = (each, store) => {
        store.recordsOf(randomUUID())
        return admit(each, store)
      }
      const outcomes = await Promise.allSettled([
        ledger.append(token({ tid: uuid(1) }), admit),
        ledger.appendMany([token(), token()], endless),
        ledger.append(token({ par: [uuid(1)] }), admit),
      ])
      expect(outcomes).toMatchObject([
        { status: 'fulfilled', value: { sequence: 0 } },
        { status: 'rejected', reason: expect.any(TypeError) },
        { status: 'fulfilled', value: { sequence: 1 } },
      ])
    }))

  it('[LEDGER-ATOMIC] a call whose admission breaks takes nothing else of its batch with it', () =>
    onLedger(async (ledger) => {
      const breaking: Admission = (each, store) => {
        if (each.task.taskId === uuid(2)) throw new RangeError('a mistake')
        return admit(each, store)
      }
      const outcomes = await Promise.allSettled([
        ledger.append(token({ tid: uuid(5), wid: uuid(7) }), admit),
        ledger.appendMany([token({ tid: uuid(1) }), token({ tid: uuid(2) })], breaking),
        ledger.append(token({ tid: uuid(1) }), admit),
        ledger.append(token({ par: [uuid(2)] }), admit),
        ledger.append(token(), (_, store) => admit(token(), store)),
      ])
      expect(outcomes).toMatchObject([
        { status: 'fulfilled', value: { sequence: 0 } },
        { status: 'rejected', reason: expect.any(RangeError) },
        { status: 'fulfilled', value: { sequence: 1, taskId: uuid(1) } },
        { status: 'rejected', reason: { code: 'ECT_DAG_PARENT_MISSING' } },
        { status: 'rejected', reason: expect.any(TypeError) },
      ])
    }))

  it('[LEDGER-TASK-SCOPE] a task id with thousands of records in other workflows is found in one of them', () =>
    onLedger(async (ledger) => {
      const many = Array.from({ length: 2500 }, (_, at) => token({ tid: uuid(1), wid: uuid(10_000 + at) }))
      await fill(ledger, many)
      const child = (wid?: string): VerifiedEct => token({ wid, par: [uuid(1)] }, bob)
      const wid = uuid(10_000 + 2100)
      expect((await ledger.append(child(wid), admit)).parents).toEqual([{ taskId: uuid(1), sequence: 2100 }])
      expect(await codeOf(ledger.append(child(), admit))).toBe('ECT_DAG_PARENT_AMBIGUOUS')
      expect(await codeOf(ledger.append(child(uuid(5)), admit))).toBe('ECT_DAG_PARENT_MISSING')
      expect(await codeOf(ledger.append(token({ tid: uuid(1) }, bob), admit))).toBe('ECT_DAG_TASK_EXISTS')
      expect(await codeOf(ledger.append(token({ tid: uuid(1), wid }, bob), admit))).toBe('ECT_DAG_TASK_EXISTS')
      expect(await codeOf(ledger.append(token({ tid: uuid(1), wid }), admit))).toBe('ECT_LEDGER_EQUIVOCATION')
      expect((await ledger.append(token({ tid: uuid(1), wid: uuid(5) }, bob), admit)).sequence).toBe(2501)
    }))

  it('[LEDGER-JTI-UNIQUE] a jti that many issuers have used is found again for each of them, and new for another', () =>
    onLedger(async (ledger) => {
      const by = (at: number): Actor => ({ ...alice, agent: `${alice.agent}-${at}` })
      await fill(
        ledger,
        Array.from({ length: 20 }, (_, at) => token({ jti: uuid(1) }, by(at))),
      )
      const writes = [0, 7, 8, 19, 20].map((at) => codeOf(ledger.append(token({ jti: uuid(1) }, by(at)), admit)))
      const seen = 'ECT_REPLAY_SEEN'
      expect(await Promise.all(writes)).toEqual([seen, seen, seen, seen, 'accepted'])
    }))

  it('[CLAIM-IDS-LEDGER] identifiers and agents of any valid form are kept as they are', () =>
    onNewDatabase(async ({ url }) => {
      const ledger = await createPostgresLedger(url, { name: "o'brien; --\\ %s $1 \u{1f512}", ids: 'opaque' })
      const ids = ['-', '.', ':', '_', 'Aa', 'aA', '0'.repeat(128), '\\x00'.replaceAll('\\', '.'), 'null']
      const agents = ['a', 'A', '...', `${'z'.repeat(2000)}`].map((path) => `spiffe://ex-ample.com/${path}`)
      for (const [at, tid] of ids.entries()) {
        const agent = agents[at % agents.length] ?? ''
        const claims = { iss: agent, tid, jti: tid, wid: ids.at(-1 - at), par: [], exec_act: '\u{1f512}' }
        const each = verified(signedToken(claims), { ids: 'opaque' })
        const entry = await ledger.append(each, admit)
        expect(entry).toMatchObject({ sequence: at, taskId: tid, agent })
        expect(await ledger.getByTaskId(tid)).toEqual([entry])
        expect(await ledger.getByTaskId(tid, ids.at(-1 - at))).toEqual([entry])
        expect(await ledger.getByTokenId(agent, tid)).toEqual(entry)
        expect(await ledger.append(each, admit)).toEqual(entry)
      }
      expect(await collect(ledger.entriesOfAgent('\0'))).toEqual([])
      expect(await ledger.getByTokenId('\ud800', ids[0] ?? '')).toBeUndefined()
      await ledger.close()
      expect(await collect(fsckPostgresLedger(url))).toEqual([])
    }))
})

describe('what the database drops', () => {
  const dropping = (table: string, condition: string): string => `
    CREATE FUNCTION public.drop_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF ${condition} THEN RETURN NULL; END IF; RETURN NEW; END $$;
    CREATE TRIGGER dropping BEFORE INSERT OR UPDATE ON ect_ledger.${table}
      FOR EACH ROW EXECUTE FUNCTION public.drop_it()`

  it.each(['entry', 'tile', 'log'])(
    '[LEDGER-DURABLE-ACK] [LEDGER-TAMPER] a batch of which the row in %s is not written is not committed at all',
    (table) =>
      onLedger(async (ledger, { sql }) => {
        await ledger.append(token(), admit)
        await sql(dropping(table, 'true'))
        expect(await codeOf(ledger.appendMany([token(), token()], admit).then(([one]) => one))).toBe(
          'ECT_LEDGER_DAMAGED',
        )
        await sql(`DROP TRIGGER dropping ON ect_ledger.${table}`)
        expect(await ledger.size()).toBe(1)
        expect((await ledger.append(token(), admit)).sequence).toBe(1)
      }),
  )

  it('[LEDGER-DURABLE-ACK] nor one of which the agent is not written: nobody would find his entries', () =>
    onLedger(async (ledger, { sql }) => {
      await sql(dropping('agent', 'true'))
      expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_DAMAGED')
      await sql('DROP TRIGGER dropping ON ect_ledger.agent')
      expect(await ledger.size()).toBe(0)
      const { agent } = await ledger.append(token(), admit)
      expect(await collect(ledger.entriesOfAgent(agent))).toHaveLength(1)
    }))
})

describe('conflicts', () => {
  it.each(['serializable', 'repeatable read'])(
    '[LEDGER-ATOMIC] writers take turns where the default is %s',
    (isolation) =>
      onLedger(async (ledger, on) => {
        await setDefault(on, `default_transaction_isolation = ''${isolation}''`)
        const writers = await Promise.all([1, 2, 3].map(() => openPostgresLedger(on.url, { signer })))
        const codes = await Promise.all(
          Array.from({ length: 60 }, (_, at) => codeOf((writers[at % 3] ?? ledger).append(token(), admit))),
        )
        expect(new Set(codes)).toEqual(new Set(['accepted']))
        expect(await ledger.size()).toBe(60)
        await Promise.all(writers.map((writer) => writer.close()))
      }),
  )

  it.each(['40001', '40P01'])(
    '[LEDGER-ATOMIC] a batch that the database refused with %s is judged and written again',
    (state) =>
      onLedger(async (ledger, { sql }) => {
        await sql(atEveryEntry(`IF turn <= 3 THEN RAISE EXCEPTION 'again' USING ERRCODE = '${state}'; END IF`))
        const each = token()
        expect((await ledger.append(each, admit)).sequence).toBe(0)
        expect((await ledger.append(each, admit)).sequence).toBe(0)
        expect(await sql('SELECT last_value::int AS turns FROM public.turns')).toEqual([{ turns: 4 }])
      }),
  )

  it('one that is refused again and again is given up', () =>
    onLedger(async (ledger, { sql }) => {
      await sql(atEveryEntry(`RAISE EXCEPTION 'never' USING ERRCODE = '40001'`))
      expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await ledger.size()).toBe(0)
      await sql('DROP TRIGGER meddling ON ect_ledger.entry')
      expect((await ledger.append(token(), admit)).sequence).toBe(0)
    }))

  it('[LEDGER-ATOMIC] who is in the way of another and loses tries again when the other is gone', () =>
    onLedger(async (ledger, { url, sql }) => {
      await ledger.append(token(), admit)
      // Of two who wait for each other, the one that looks first gives way; it looks once, when the other waits too.
      const writer = await openPostgresLedger(`${url}?options=-c%20deadlock_timeout%3D3s`, { signer })
      await sql('BEGIN; SELECT 1 FROM ect_ledger.tile FOR UPDATE')
      const appended = writer.append(token(), admit)
      await until(
        async () =>
          (
            await sql(`SELECT pg_stat_clear_snapshot(); SELECT 1 FROM pg_stat_activity
        WHERE wait_event = 'transactionid' AND datname = current_database()`)
          ).length > 0,
      )
      await sql('SET deadlock_timeout = 60000; SELECT 1 FROM ect_ledger.log FOR UPDATE')
      await sql('COMMIT')
      expect((await appended).sequence).toBe(1)
      const deadlocks = `SELECT pg_stat_clear_snapshot(), deadlocks::int FROM pg_stat_database WHERE datname = current_database()`
      await until(async () => Number((await sql(deadlocks))[0]?.deadlocks) > 0)
      await writer.close()
    }))
})

/** A process of its own that appends a token, see writers/stopping-process.ts. */
function stoppingProcess(url: string, compact: string): ChildProcess {
  const program = join(import.meta.dirname, 'writers/stopping-process.ts')
  const flags = ['--conditions=@wimse-ect/source', '--no-warnings']
  return spawn(process.execPath, [...flags, program, url, signerKey, compact], { stdio: ['ignore', 'pipe', 'inherit'] })
}

describe('what is recorded while a batch waits for the lock', () => {
  it.each<{ title: string; earlier: ClaimChanges; by: Actor; code: string }>([
    { title: 'its parent', earlier: {}, by: alice, code: 'accepted' },
    {
      title: 'its parent, which was rejected',
      earlier: { pol_decision: 'rejected' },
      by: alice,
      code: 'ECT_DAG_PARENT_POLICY',
    },
    { title: 'its parent, which is later', earlier: { iat: issuedAt + 31 }, by: alice, code: 'ECT_DAG_PARENT_TIME' },
    { title: 'its task', earlier: { tid: uuid(2) }, by: alice, code: 'ECT_DAG_TASK_EXISTS' },
    {
      title: 'its task in another workflow',
      earlier: { tid: uuid(2), wid: uuid(9) },
      by: alice,
      code: 'ECT_DAG_TASK_EXISTS',
    },
    { title: 'its jti, by another', earlier: { jti: uuid(3) }, by: alice, code: 'accepted' },
    { title: 'its jti', earlier: { jti: uuid(3) }, by: bob, code: 'ECT_REPLAY_SEEN' },
    { title: 'its task by itself', earlier: { tid: uuid(2) }, by: bob, code: 'ECT_LEDGER_EQUIVOCATION' },
  ])('[LEDGER-ATOMIC] counts when it is judged: $title', ({ earlier, by, code }) =>
    onLedger(async (ledger, on) => {
      const many = Array.from({ length: 10 }, (_, at) => token({ tid: uuid(4), wid: uuid(9000 + at) }))
      await ledger.appendMany(many, admit)
      const [, answer] = await oneBehindTheOther(
        on,
        (writer) => writer.append(token({ tid: uuid(1), ...earlier }, by), admit),
        (writer) => codeOf(writer.append(token({ tid: uuid(2), jti: uuid(3), par: [uuid(1)] }, bob), admit)),
      )
      expect(answer).toBe(code)
    }),
  )

  it('[LEDGER-ATOMIC] also when there is a great deal of it', () =>
    onLedger(async (_, on) => {
      const much = Array.from({ length: 5100 }, (__, at) => token({ tid: uuid(10_000 + at) }))
      const [, answer] = await oneBehindTheOther(
        on,
        (writer) => writer.appendMany(much, admit),
        (writer) => writer.append(token({ par: [uuid(10_000), uuid(15_099)] }), admit),
      )
      expect(answer).toMatchObject({ sequence: 5100, parents: [{ sequence: 0 }, { sequence: 5099 }] })
    }))

  it('[LEDGER-ATOMIC] and where many records of the task are there already', () =>
    onLedger(async (ledger, on) => {
      const many = (from: number): VerifiedEct[] =>
        Array.from({ length: 10 }, (_, at) => token({ tid: uuid(1), wid: uuid(9000 + from + at) }))
      await ledger.appendMany(many(0), admit)
      const [, answer] = await oneBehindTheOther(
        on,
        (writer) => writer.appendMany(many(10), admit),
        (writer) =>
          Promise.all([
            writer.append(token({ wid: uuid(9015), par: [uuid(1)] }), admit),
            writer.append(token({ wid: uuid(9005), par: [uuid(1)] }), admit),
            codeOf(writer.append(token({ wid: uuid(9020), par: [uuid(1)] }), admit)),
            codeOf(writer.append(token({ par: [uuid(1)] }), admit)),
          ]),
      )
      expect(answer).toMatchObject([
        { parents: [{ sequence: 15 }] },
        { parents: [{ sequence: 5 }] },
        'ECT_DAG_PARENT_MISSING',
        'ECT_DAG_PARENT_AMBIGUOUS',
      ])
    }))
})

describe('the lock', () => {
  it.each([0, 50])(
    '[LEDGER-DURABLE-ACK] who waited %d ms for another is refused, and later accepted',
    (lockTimeoutMs) =>
      onLedger(async (ledger, { url, sql }) => {
        const writer = await openPostgresLedger(url, { signer, lockTimeoutMs })
        await sql('BEGIN; SELECT 1 FROM ect_ledger.log FOR UPDATE')
        const one = token()
        expect(await codeOf(writer.append(one, admit))).toBe('ECT_LEDGER_LOCKED')
        expect(await ledger.size()).toBe(0)
        await sql('ROLLBACK')
        expect((await writer.append(one, admit)).sequence).toBe(0)
        await writer.close()
      }),
  )

  it('[LEDGER-ATOMIC] a process that stops while it holds it keeps the others waiting for a second, and not for ever', () =>
    onLedger(async (ledger, { url }) => {
      const compact = signedToken({ tid: uuid(1) })
      const stopped = stoppingProcess(url, compact)
      const said = stopped.stdout === null ? '' : text(stopped.stdout)
      const ended = once(stopped, 'close')
      await until(async () => (await stateOf(stopped)).startsWith('T'))
      expect((await ledger.append(token({ tid: uuid(2) }), admit)).sequence).toBe(0)
      stopped.kill('SIGCONT')
      await ended
      // What it then hears is that it is unknown what became of its token; asked again, it gets an entry.
      expect(await said).toBe('ECT_LEDGER_UNAVAILABLE 1')
      expect(await ledger.getByTaskId(uuid(1))).toMatchObject([{ sequence: 1, compact }])
      expect(await ledger.size()).toBe(2)
    }))
})

/** `T` for a process that is stopped. */
async function stateOf({ pid }: ChildProcess): Promise<string> {
  return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).trim()
}

describe('a connection that ends', () => {
  const suicide = 'IF turn = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); END IF'

  it.each(['AFTER INSERT', 'AT COMMIT'] as const)(
    '[LEDGER-CRASH] %s leaves nothing; sent again, the tokens are recorded once',
    (when) =>
      onLedger(async (ledger, { sql }) => {
        await ledger.append(token(), admit)
        await sql(atEveryEntry(suicide, when))
        const batch = [token(), token()]
        expect(await codeOf(ledger.appendMany(batch, admit))).toBe('ECT_LEDGER_UNAVAILABLE')
        expect(await ledger.size()).toBe(1)
        const again = await ledger.appendMany(batch, admit)
        expect(again).toMatchObject([1, 2].map((sequence) => ({ ok: true, duplicate: false, entry: { sequence } })))
        expect(parseCheckpoint(await ledger.checkpoint()).size).toBe(3)
      }),
  )

  it('[LEDGER-CRASH] before anything is asked on it, is replaced', () =>
    onLedger(async (ledger, { disconnectAll }) => {
      for (let sequence = 0; sequence < 5; sequence++) {
        const each = token()
        const code = await codeOf(ledger.append(each, admit))
        expect(['accepted', 'ECT_LEDGER_UNAVAILABLE']).toContain(code)
        expect((await ledger.append(each, admit)).sequence).toBe(sequence)
        await disconnectAll()
      }
    }))

  it('[LEDGER-CRASH] ended at any instant of a storm, every token is recorded once in the end', () =>
    onLedger(async (ledger, { sql, disconnectAll }) => {
      const tokens = Array.from({ length: 200 }, () => token())
      let isOver = false
      const ending = (async () => {
        while (!isOver) {
          await disconnectAll()
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
      })()
      const answers = await Promise.all(
        tokens.map(async (each, at) => {
          await new Promise((resolve) => setTimeout(resolve, at * 2))
          for (;;) {
            const code = await codeOf(ledger.append(each, admit))
            if (code === 'accepted') return code
            expect(code).toBe('ECT_LEDGER_UNAVAILABLE')
          }
        }),
      )
      isOver = true
      await ending
      expect(answers).toHaveLength(200)
      const recorded = (await collect(ledger.entries())).map(({ compact }) => compact)
      expect(recorded.sort()).toEqual(tokens.map(({ compact }) => compact).sort())
      expect(await sql('SELECT size::int FROM ect_ledger.log')).toEqual([{ size: 200 }])
    }))

  it('[LEDGER-CRASH] after the commit, the answer is open; sent again, the token gets the entry that it has', async () => {
    const server = await startPostgres(fastParent())
    try {
      const ledger = await createPostgresLedger(server.url, { signer })
      // A commit then waits for a standby that never comes, when it is on the disk here.
      const waitFor = async (standby: string): Promise<void> => {
        await onServer(server.url, `ALTER SYSTEM SET synchronous_standby_names = '${standby}'`)
        await onServer(server.url, 'SELECT pg_reload_conf()')
        // The process that makes checkpoints is the one that tells the others of the standby.
        await onServer(server.url, 'CHECKPOINT')
      }
      await waitFor('nobody')
      const each = token()
      const refused = codeOf(ledger.append(each, admit))
      await until(async () => {
        await onServer(
          server.url,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
        )
        return (await ledger.size()) === 1
      })
      expect(await refused).toBe('ECT_LEDGER_UNAVAILABLE')
      await waitFor('')
      const [again] = await ledger.appendMany([each], admit)
      expect(again).toMatchObject({ ok: true, duplicate: true, entry: { sequence: 0 } })
      await ledger.close()
      expect(await collect(fsckPostgresLedger(server.url))).toEqual([])
    } finally {
      await server.remove()
    }
  })
})

describe('durability', () => {
  it.each([
    { setting: 'off', used: 'on' },
    { setting: 'local', used: 'local' },
    { setting: 'remote_apply', used: 'remote_apply' },
  ])(
    '[LEDGER-DURABLE-ACK] where synchronous_commit is $setting, a batch is committed with $used',
    ({ setting, used }) =>
      onLedger(async (ledger, on) => {
        await setDefault(on, `synchronous_commit = ''${setting}''`)
        await on.sql(`CREATE TABLE public.seen (setting text);
        ${atEveryEntry(`INSERT INTO public.seen SELECT current_setting('synchronous_commit')`, 'AT COMMIT')}`)
        await on.disconnectAll()
        const writer = await openPostgresLedger(on.url, { signer })
        expect((await writer.append(token(), admit)).sequence).toBe(0)
        await writer.close()
        expect(await on.sql('SELECT setting FROM public.seen')).toEqual([{ setting: used }])
        expect(await ledger.size()).toBe(1)
      }),
  )
})

const canMount = process.platform === 'linux' && process.getuid?.() === 0

describe('a full disk', () => {
  it.runIf(canMount)(
    '[LEDGER-DURABLE-ACK] a batch that does not fit is refused whole; when there is room, it goes on',
    async () => {
      const server = await startPostgres(fastParent())
      const disk = join(server.data, '../disk')
      mkdirSync(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk])
      try {
        chownSync(disk, statSync(server.data).uid, statSync(server.data).gid)
        await onServer(server.url, `CREATE TABLESPACE small LOCATION '${disk}'`)
        await onServer(server.url, 'CREATE DATABASE small TABLESPACE small')
        const url = server.url.replace(/postgres$/, 'small')
        const ledger = await createPostgresLedger(url, { signer })
        const batch = (): VerifiedEct[] =>
          Array.from({ length: 10 }, () => verified(signedToken({ padding: 'x'.repeat(22_000) })))
        let [refused, acknowledged] = ['accepted', 0]
        while (refused === 'accepted') {
          refused = await codeOf(ledger.appendMany(batch(), admit))
          if (refused === 'accepted') acknowledged += 10
        }
        expect(refused).toBe('ECT_LEDGER_DISK_FULL')
        expect(acknowledged).toBeGreaterThan(0)
        expect(await ledger.size()).toBe(acknowledged)
        expect(await collect(ledger.entries())).toHaveLength(acknowledged)
        expect(await codeOf(ledger.appendMany(batch(), admit))).toBe('ECT_LEDGER_DISK_FULL')

        execFileSync('mount', ['-o', 'remount,size=64m', disk])
        expect((await ledger.append(token(), admit)).sequence).toBe(acknowledged)
        expect(await ledger.appendMany(batch(), admit)).toHaveLength(10)
        expect(parseCheckpoint(await ledger.checkpoint()).size).toBe(acknowledged + 11)
        await ledger.close()
        expect(await collect(fsckPostgresLedger(url))).toEqual([])
      } finally {
        await server.stop()
        execFileSync('umount', [disk])
        await server.remove()
      }
    },
  )
})
