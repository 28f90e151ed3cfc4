import { admit, createAdmission } from '@wimse-ect/dag'
import { parseCheckpoint } from '@wimse-ect/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { bob, laterToken, signedToken, token, uuid } from '../../ledger/contract/tokens.ts'
import {
  createPostgresLedger,
  fsckPostgresLedger,
  openPostgresLedger,
  openPostgresLedgerReader,
  type PostgresLedger,
} from '../src/index.ts'
import {
  type MadeDatabase,
  makeDatabase,
  onNewDatabase,
  otherSigner,
  signer,
  type TestDatabase,
} from './on-new-database.ts'
import { until } from './postgres-server.ts'

const entries = 300
const { name } = signer.key

let model: MadeDatabase

/**
 * A log of 300 entries in ten workflows, each but the first the child of the one before, and one equivocation; beside
 * it another log, of which nothing may ever be said.
 */
beforeAll(async () => {
  model = await makeDatabase()
  const ledger = await createPostgresLedger(model.url, { signer })
  const wid = (at: number): string => uuid(9000 + Math.floor(at / 30))
  const tokens = Array.from({ length: entries }, (_, at) =>
    token({ tid: uuid(at + 1), wid: wid(at), par: at % 30 === 0 ? [] : [uuid(at)] }),
  )
  await ledger.appendMany(tokens, admit)
  await ledger.appendMany([token({ tid: uuid(1), wid: wid(0) })], admit)
  await ledger.close()
  const other = await createPostgresLedger(model.url, { name: 'other' })
  await other.appendMany(tokens.slice(0, 30), admit)
  await other.close()
  await model.release()
})

afterAll(() => model.drop())

/** A copy of the model. */
function onLedger(run: (on: TestDatabase) => Promise<void>): Promise<void> {
  return onNewDatabase(run, model.name)
}

async function issuesIn({ url }: TestDatabase, knownHead?: string): Promise<string[]> {
  const issues = await collect(fsckPostgresLedger(url, { name, knownHead }))
  return issues.map(({ kind, sequence, path }) => [kind, sequence, path].filter((part) => part !== undefined).join(' '))
}

function opening({ url }: TestDatabase, knownHead?: string): Promise<string> {
  return codeOf(openPostgresLedger(url, { signer, knownHead }).then((ledger) => ledger.close()))
}

const swapped = `UPDATE ect_ledger.entry SET sequence = -1 WHERE log = 1 AND sequence = 7;
  UPDATE ect_ledger.entry SET sequence = 7 WHERE log = 1 AND sequence = 8;
  UPDATE ect_ledger.entry SET sequence = 8 WHERE log = 1 AND sequence = -1`

/** An entry that no ledger put there. */
function inserted(sequence: number): string {
  return `INSERT INTO ect_ledger.entry SELECT 1, ${sequence}, 1, 1, agent, '\\x01', NULL, '\\x02', NULL, token
    FROM ect_ledger.entry WHERE log = 1 AND sequence = 0`
}

function zeroes(bytes: number): string {
  return `decode(repeat('00', ${bytes}), 'hex')`
}

/** Changes one entry. */
function entry(change: string, sequence = 5): string {
  return `UPDATE ect_ledger.entry SET ${change} WHERE log = 1 AND sequence = ${sequence}`
}

/** Changes one tile. */
function tile(level: number, place: number, hashes: string): string {
  return `UPDATE ect_ledger.tile SET hashes = ${hashes} WHERE log = 1 AND level = ${level} AND place = ${place}`
}

describe('checking a whole log', () => {
  it('[LEDGER-TAMPER] a sound one has no issue, also while it is open, and when it is empty or signs nothing', () =>
    onLedger(async (on) => {
      expect(await issuesIn(on)).toEqual([])
      const ledger = await openPostgresLedger(on.url, { signer })
      await ledger.append(token(), admit)
      expect(await issuesIn(on, await ledger.checkpoint())).toEqual([])
      await ledger.close()
      expect(await collect(fsckPostgresLedger(on.url, { name: 'other' }))).toEqual([])
      await (await createPostgresLedger(on.url, { name: 'empty' })).close()
      expect(await collect(fsckPostgresLedger(on.url, { name: 'empty' }))).toEqual([])
    }))

  it('[REVISION-TASK-ID] a tid and a jti of one text are two tasks', () =>
    onNewDatabase(async (twins) => {
      const ledger = await createPostgresLedger(twins.url, { signer })
      const tokens = [undefined, uuid(9000)].flatMap((wid, at) => [
        token({ tid: uuid(at), wid }),
        laterToken('ect-00', { jti: uuid(at), wid }, bob),
      ])
      await ledger.appendMany(tokens, createAdmission({ mixedRevisions: true }))
      expect(await ledger.size()).toBe(4)
      await ledger.close()
      expect(await issuesIn(twins)).toEqual([])
    }))

  it.each([
    { title: 'a token', sql: entry(`token = '${signedToken()}'`), issue: 'leaf 5' },
    { title: 'a character', sql: entry("token = token || 'A'"), issue: 'leaf 5' },
    { title: 'a token that is none', sql: entry("token = 'x'"), issue: 'token 5' },
    { title: 'the order of two entries', sql: swapped, issue: 'leaf 7' },
    { title: 'parents', sql: entry("parents = '[3]'"), issue: 'parents 5 par[0]' },
    { title: 'later parents', sql: entry("parents = '[6]'"), issue: 'parents 5 par[0]' },
    { title: 'no parents', sql: entry('parents = NULL'), issue: 'parents 5' },
    { title: 'broken parents', sql: entry("parents = '4'"), issue: 'token 5' },
    { title: 'a time before all times', sql: entry('stored_at = -1'), issue: 'token 5' },
    { title: 'a task id', sql: entry("task_id = '\\x00'"), issue: 'index 5 task_id' },
    { title: 'a workflow', sql: entry('workflow_id = NULL'), issue: 'index 5 workflow_id' },
    { title: 'a jti', sql: entry("token_id = '\\x78'"), issue: 'index 5 token_id' },
    {
      title: 'an entry before all numbers',
      sql: inserted(-9_007_199_254_740_992),
      issue: 'file rows: entry',
    },
    {
      title: 'a tile before the first',
      sql: "INSERT INTO ect_ledger.tile VALUES (1, -2147483648, -9223372036854775808, '\\x00')",
      issue: 'file rows: tile',
    },
    {
      title: 'evidence that is passed over',
      sql: `INSERT INTO ect_ledger.equivocation OVERRIDING SYSTEM VALUE
        SELECT 1, 3, -1, refused, 1 FROM ect_ledger.equivocation WHERE log = 1`,
      issue: 'file rows: equivocation',
    },
    {
      title: 'the time of evidence',
      sql: 'UPDATE ect_ledger.equivocation SET found_at = -1 WHERE log = 1',
      issue: 'file found_at',
    },
    {
      title: 'the size of a checkpoint',
      sql: 'UPDATE ect_ledger.checkpoint SET size = size + 1 WHERE log = 1',
      issue: 'checkpoint size',
    },
    {
      title: 'what is done with new evidence',
      sql: 'CREATE RULE hide AS ON INSERT TO ect_ledger.equivocation DO INSTEAD NOTHING',
      issue: 'file trigger or rule: equivocation',
    },
    {
      title: 'an agent',
      sql: "UPDATE ect_ledger.agent SET name = 'spiffe://example.com/x' WHERE log = 1",
      issue: 'index 5 agent',
    },
    { title: 'a missing agent', sql: 'DELETE FROM ect_ledger.agent WHERE log = 1', issue: 'index 5 agent' },
    { title: 'the number of agents', sql: 'UPDATE ect_ledger.log SET agents = 7', issue: 'file log: agents' },
    {
      title: 'the size in the row',
      sql: 'UPDATE ect_ledger.log SET size = 256, edge = substr(edge, 1, 32) WHERE id = 1',
      issue: 'file log: size',
    },
    {
      title: 'the edge in the row',
      sql: `UPDATE ect_ledger.log SET edge = ${zeroes(128)} WHERE id = 1`,
      issue: 'file log: edge',
    },
    { title: 'an edge that is none', sql: `UPDATE ect_ledger.log SET edge = '\\x00' WHERE id = 1`, issue: 'file edge' },
    {
      title: 'a missing entry',
      sql: 'DELETE FROM ect_ledger.entry WHERE log = 1 AND sequence = 5',
      issue: 'missing 5 5 to 5',
    },
    {
      title: 'a missing beginning',
      sql: 'DELETE FROM ect_ledger.entry WHERE log = 1 AND sequence < 3',
      issue: 'missing 0 0 to 2',
    },
    {
      title: 'a missing end',
      sql: 'DELETE FROM ect_ledger.entry WHERE log = 1 AND sequence > 290',
      issue: 'rolled-back 291 291 of 300',
    },
    { title: 'an entry put in at the end', sql: inserted(300), issue: 'tree tile 0/1[44]' },
    { title: 'an entry put in far behind the end', sql: inserted(1_000_000_000), issue: 'leaf 1000000000' },
    { title: 'an entry put in beyond all numbers', sql: inserted(2 ** 60), issue: 'file integer' },
    { title: 'an entry before the first', sql: inserted(-5), issue: 'token -5' },
    { title: 'a leaf', sql: tile(0, 0, zeroes(8192)), issue: 'leaf 0' },
    { title: 'a node', sql: tile(1, 0, zeroes(32)), issue: 'tree tile 1/0[0]' },
    {
      title: 'a missing tile',
      sql: 'DELETE FROM ect_ledger.tile WHERE log = 1 AND level = 0 AND place = 0',
      issue: 'tree tile 0/0[17]',
    },
    { title: 'a truncated tile', sql: tile(0, 1, zeroes(32)), issue: 'tree tile 0/1' },
    { title: 'a tile too much', sql: `INSERT INTO ect_ledger.tile VALUES (1, 0, 2, '\\x00')`, issue: 'tree tile 0/2' },
    {
      title: 'a tile that is nowhere',
      sql: `INSERT INTO ect_ledger.tile VALUES (1, -3, 2, '\\x00')`,
      issue: 'file level',
    },
    { title: 'a checkpoint', sql: "UPDATE ect_ledger.checkpoint SET note = 'x'", issue: 'checkpoint signature' },
    { title: 'evidence', sql: "UPDATE ect_ledger.equivocation SET refused = 'x'", issue: 'evidence 0' },
    {
      title: 'evidence against itself',
      sql: 'UPDATE ect_ledger.equivocation SET refused = (SELECT token FROM ect_ledger.entry WHERE log = 1 AND sequence = 0)',
      issue: 'evidence 0',
    },
    {
      title: 'evidence against nobody',
      sql: 'UPDATE ect_ledger.equivocation SET sequence = 4000',
      issue: 'evidence 4000',
    },
    {
      title: 'a task that was recorded twice',
      sql: `DROP INDEX ect_ledger.entry_by_task; DROP INDEX ect_ledger.entry_by_token;
        UPDATE ect_ledger.entry SET (token, task_id, workflow_id) = (SELECT token, task_id, workflow_id
        FROM ect_ledger.entry WHERE log = 1 AND sequence = 3) WHERE log = 1 AND sequence = 5`,
      issue: 'task 5',
    },
  ])('[LEDGER-TAMPER] [LEDGER-TASK-SCOPE] finds what was changed: $title', ({ sql, issue }) =>
    onLedger(async (on) => {
      await on.sql(sql)
      expect(await issuesIn(on)).toContain(issue)
    }),
  )

  it('[LEDGER-TAMPER] lists everything, each once', () =>
    onLedger(async (on) => {
      await on.sql(`DELETE FROM ect_ledger.entry WHERE log = 1 AND sequence = 5;
        ${entry(`token = '${signedToken()}'`, 200)}; ${entry("task_id = '\\x00'", 259)}`)
      expect(await issuesIn(on)).toEqual([
        'missing 5 5 to 5',
        'parents 6 par[0]',
        ...['task_id', 'workflow_id', 'token_id'].map((column) => `index 200 ${column}`),
        'parents 200',
        'leaf 200',
        'index 259 task_id',
        'parents 260 par[0]',
        'checkpoint root',
      ])
      expect(await collect(fsckPostgresLedger(on.url, { name: 'other' }))).toEqual([])
    }))

  it('[LEDGER-TAMPER] reads one state, however much is written meanwhile', () =>
    onLedger(async (on) => {
      const ledger = await openPostgresLedger(on.url, { signer })
      let isOver = false
      const writing = (async () => {
        while (!isOver) await ledger.appendMany([token(), token()], admit)
      })()
      for (let time = 0; time < 5; time++) expect(await issuesIn(on)).toEqual([])
      isOver = true
      await writing
      await ledger.close()
    }))
})

/** Cuts a log back so that nothing in the database says it was longer. */
const cut = `DELETE FROM ect_ledger.entry WHERE log = 1 AND sequence >= 256;
  DELETE FROM ect_ledger.tile WHERE log = 1 AND level = 0 AND place = 1;
  UPDATE ect_ledger.log SET size = 256, edge = (SELECT hashes FROM ect_ledger.tile WHERE log = 1 AND level = 1) WHERE id = 1`
/** And takes away what was signed. */
const cutUnseen = `${cut}; DELETE FROM ect_ledger.checkpoint`

describe('opening a log that was changed', () => {
  it.each([
    {
      title: 'entries were cut off',
      sql: 'DELETE FROM ect_ledger.entry WHERE log = 1 AND sequence > 290',
      code: 'ECT_LEDGER_DAMAGED',
    },
    {
      title: 'an entry was put in at the end',
      sql: inserted(300),
      code: 'ECT_LEDGER_DAMAGED',
    },
    {
      title: 'the row was put back alone',
      sql: 'UPDATE ect_ledger.log SET size = 256, edge = substr(edge, 1, 32) WHERE id = 1',
      code: 'ECT_LEDGER_DAMAGED',
    },
    {
      title: 'the edge was changed',
      sql: `UPDATE ect_ledger.log SET edge = ${zeroes(128)} WHERE id = 1`,
      code: 'ECT_LEDGER_DAMAGED',
    },
    {
      title: 'the edge does not fit',
      sql: `UPDATE ect_ledger.log SET edge = '' WHERE id = 1`,
      code: 'ECT_LEDGER_DAMAGED',
    },
    { title: 'entries, their leaves and the row were cut back', sql: cut, code: 'ECT_LEDGER_ROLLED_BACK' },
    { title: 'a leaf under the checkpoint was changed', sql: tile(0, 1, zeroes(32 * 44)), code: 'ECT_LEDGER_DAMAGED' },
    { title: 'the last token was changed', sql: entry("token = 'x'", 299), code: 'ECT_LEDGER_DAMAGED' },
    { title: 'the upper tree is gone', sql: 'DELETE FROM ect_ledger.tile WHERE level = 1', code: 'ECT_LEDGER_DAMAGED' },
    { title: 'all entries are gone', sql: 'DELETE FROM ect_ledger.entry', code: 'ECT_LEDGER_DAMAGED' },
    {
      title: 'all is gone',
      sql: `DELETE FROM ect_ledger.entry; DELETE FROM ect_ledger.tile; UPDATE ect_ledger.log SET size = 0, edge = ''`,
      code: 'ECT_LEDGER_ROLLED_BACK',
    },
    { title: 'the log is gone', sql: 'DELETE FROM ect_ledger.log WHERE id = 1', code: 'ECT_LEDGER_UNAVAILABLE' },
    {
      title: 'the checkpoint is none',
      sql: "UPDATE ect_ledger.checkpoint SET note = 'x'",
      code: 'ECT_CHECKPOINT_FORMAT',
    },
    {
      title: 'what was founded is none',
      sql: "UPDATE ect_ledger.log SET ids = 'ulid' WHERE id = 1",
      code: 'ECT_LEDGER_DAMAGED',
    },
    {
      title: 'the key was taken away',
      sql: 'UPDATE ect_ledger.log SET log_key = NULL WHERE id = 1',
      code: 'ECT_CHECKPOINT_KEY',
    },
  ])('[LEDGER-TAMPER] it is not written to: $title', ({ sql, code }) =>
    onLedger(async (on) => {
      await on.sql(sql)
      expect(await opening(on)).toBe(code)
    }),
  )

  it('[LEDGER-TAMPER] an older state of the whole database is found by the head that was kept outside', () =>
    onLedger(async (on) => {
      const ledger = await openPostgresLedger(on.url, { signer })
      await ledger.append(token(), admit)
      const knownHead = await ledger.checkpoint()
      await ledger.close()
      expect(await opening(on, knownHead)).toBe('accepted')
      await onLedger(async (older) => {
        expect(await opening(older, knownHead)).toBe('ECT_LEDGER_ROLLED_BACK')
        expect(await opening(older)).toBe('accepted')
        expect(await issuesIn(older)).toEqual([])
        expect(await issuesIn(older, knownHead)).toEqual(['rolled-back 300 300 of 301'])
      })
    }))

  it('[LEDGER-TAMPER] so is one that went on from there with other entries', () =>
    onLedger(async (on) => {
      const ledger = await openPostgresLedger(on.url, { signer })
      await ledger.append(token(), admit)
      const knownHead = await ledger.checkpoint()
      await ledger.close()
      await onLedger(async (forkedOn) => {
        const forked = await openPostgresLedger(forkedOn.url, { signer })
        await forked.appendMany([token(), token()], admit)
        await forked.close()
        expect(await opening(forkedOn, knownHead)).toBe('ECT_LEDGER_DAMAGED')
        expect(await issuesIn(forkedOn, knownHead)).toEqual(['checkpoint root'])
      })
    }))

  it('[CHECKPOINT-KEY-NAME] a head of another log is not believed', () =>
    onLedger(async (on) => {
      const other = await createPostgresLedger(on.url, { name: 'third', signer: otherSigner })
      const head = await other.checkpoint()
      await other.close()
      expect(await opening(on, head)).toBe('ECT_CHECKPOINT_SIGNATURE')
      expect(await issuesIn(on, head)).toEqual(['checkpoint signature'])
    }))

  it('[LEDGER-TAMPER] it can still be read', () =>
    onLedger(async (on) => {
      await on.sql(entry("token = 'x'", 299))
      const reader = await openPostgresLedgerReader(on.url, { name })
      expect(await reader.size()).toBe(300)
      expect((await reader.getBySequence(298))?.sequence).toBe(298)
      expect(await codeOf(reader.getBySequence(299))).toBe('ECT_LEDGER_DAMAGED')
      await reader.close()
    }))
})

describe('a log that is changed under its writer', () => {
  /** With a writer that has signed for 301 entries. */
  async function underWriter(run: (on: TestDatabase, ledger: PostgresLedger) => Promise<void>): Promise<void> {
    await onLedger(async (on) => {
      const ledger = await openPostgresLedger(on.url, { signer })
      try {
        await ledger.append(token(), admit)
        await ledger.checkpoint()
        await until(async () => (await signedSizes(on)).includes(301))
        await run(on, ledger)
      } finally {
        await ledger.close()
      }
    })
  }

  /** Sizes of what stands in the database and can be read out of it. */
  async function signedSizes({ sql }: TestDatabase): Promise<number[]> {
    return (await sql('SELECT note FROM ect_ledger.checkpoint')).map(({ note }) => parseCheckpoint(String(note)).size)
  }

  const ways = [
    { way: 'its connections are kept', isCut: false },
    { way: 'its connections are ended', isCut: true },
  ]
  const changes = [
    { title: 'entries, leaves and the row', sql: cutUnseen, code: 'ECT_LEDGER_ROLLED_BACK' },
    {
      title: 'the row alone',
      sql: `UPDATE ect_ledger.log SET size = 256, edge = (SELECT hashes FROM ect_ledger.tile WHERE log = 1 AND level = 1) WHERE id = 1`,
      code: 'ECT_LEDGER_ROLLED_BACK',
    },
    {
      title: 'everything',
      sql: `DELETE FROM ect_ledger.entry; DELETE FROM ect_ledger.tile; DELETE FROM ect_ledger.agent;
        DELETE FROM ect_ledger.checkpoint; UPDATE ect_ledger.log SET size = 0, edge = '', agents = 0`,
      code: 'ECT_LEDGER_ROLLED_BACK',
    },
    {
      title: 'the edge',
      sql: `UPDATE ect_ledger.log SET edge = ${zeroes(128)} WHERE id = 1`,
      code: 'ECT_LEDGER_DAMAGED',
    },
  ]
  it.each(ways.flatMap((way) => changes.map((change) => ({ ...way, ...change }))))(
    '[LEDGER-TAMPER] refuses to append and to sign when $title went back, and $way',
    ({ sql, isCut, code }) =>
      underWriter(async (on, ledger) => {
        await on.sql(`${sql}; DELETE FROM ect_ledger.checkpoint`)
        if (isCut) await on.disconnectAll()
        for (let time = 0; time < 3; time++) {
          expect(await codeOf(ledger.append(token(), admit))).toBe(code)
          expect(await codeOf(ledger.appendMany([token(), token()], admit))).toBe(code)
        }
        // What was signed before is no second history.
        if (code === 'ECT_LEDGER_ROLLED_BACK') expect(await codeOf(ledger.checkpoint())).toBe(code)
        expect(await signedSizes(on)).toEqual([])
      }),
  )

  it.each(ways)('[LEDGER-TAMPER] what others append to a log that was cut is not signed when $way', ({ isCut }) =>
    underWriter(async (on, ledger) => {
      const before = await ledger.checkpoint()
      await on.sql(cutUnseen)
      const intruder = await openPostgresLedger(on.url, { signer })
      await intruder.appendMany(
        Array.from({ length: 60 }, () => token()),
        admit,
      )
      await intruder.close()
      await on.sql('DELETE FROM ect_ledger.checkpoint')
      if (isCut) await on.disconnectAll()
      // On a connection that was in use before, appending does not look back.
      const possible = ['ECT_LEDGER_DAMAGED', ...(isCut ? [] : ['accepted'])]
      expect(possible).toContain(await codeOf(ledger.append(token(), admit)))
      for (let time = 0; time < 3; time++) expect(await codeOf(ledger.checkpoint())).toBe('ECT_LEDGER_DAMAGED')
      expect(parseCheckpoint(before).size).toBe(301)
      expect(await signedSizes(on)).toEqual([])
    }),
  )

  it('[LEDGER-TAMPER] what others appended in earnest is signed', () =>
    underWriter(async (on, ledger) => {
      const other = await openPostgresLedger(on.url, { signer })
      for (let time = 0; time < 3; time++) {
        await other.append(token(), admit)
        await ledger.append(token(), admit)
        await other.append(token(), admit)
        expect(parseCheckpoint(await ledger.checkpoint()).size).toBe(304 + 3 * time)
      }
      await other.close()
    }))

  it('[LEDGER-TAMPER] an edge that does not follow from the entries is not signed', () =>
    underWriter(async (on, ledger) => {
      const other = await openPostgresLedger(on.url, { signer })
      await other.append(token(), admit)
      await other.close()
      await on.sql(`DELETE FROM ect_ledger.checkpoint; UPDATE ect_ledger.log SET edge = ${zeroes(160)} WHERE id = 1`)
      expect(await codeOf(ledger.checkpoint())).toBe('ECT_LEDGER_DAMAGED')
      expect(await signedSizes(on)).toEqual([])
    }))

  it('[LEDGER-TAMPER] a tile that does not end where the log does stops the batch', () =>
    underWriter(async (on, ledger) => {
      await on.sql(tile(0, 1, 'substr(hashes, 1, 32)'))
      expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_DAMAGED')
      expect(await ledger.size()).toBe(301)
    }))

  it('[LEDGER-TAMPER] an index that knows of a record which is not there stops the batch', () =>
    underWriter(async (on, ledger) => {
      await on.sql('CREATE UNIQUE INDEX wrong ON ect_ledger.entry ((stored_at < 0)) WHERE sequence > 300')
      expect((await ledger.append(token(), admit)).sequence).toBe(301)
      expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_DAMAGED')
      await on.sql('DROP INDEX ect_ledger.wrong')
      expect((await ledger.append(token(), admit)).sequence).toBe(302)
    }))

  it('[LEDGER-CRASH] a storm of appends and checkpoints takes nothing for rolled back', () =>
    underWriter(async (on, ledger) => {
      const other = await openPostgresLedger(on.url, { signer, checkpointDelayMs: 0 })
      const codes = await Promise.all(
        Array.from({ length: 200 }, async (_, at) => {
          const writer = at % 2 === 0 ? ledger : other
          await new Promise((resolve) => setTimeout(resolve, at % 40))
          return at % 3 === 0 ? codeOf(writer.append(token(), admit)) : codeOf(writer.checkpoint())
        }),
      )
      expect(new Set(codes)).toEqual(new Set(['accepted']))
      await other.close()
    }))
})

it('[LEDGER-DURABLE-ACK] no entry is acknowledged that a trigger kept from being written', () =>
  onLedger(async (on) => {
    const ledger = await openPostgresLedger(on.url, { signer })
    await on.sql(`CREATE FUNCTION drop_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER hide BEFORE INSERT ON ect_ledger.entry FOR EACH ROW EXECUTE FUNCTION drop_it()`)
    expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_DAMAGED')
    await on.sql('DROP TRIGGER hide ON ect_ledger.entry')
    expect(await codeOf(ledger.append(token(), admit))).toBe('accepted')
    await ledger.close()
  }))
