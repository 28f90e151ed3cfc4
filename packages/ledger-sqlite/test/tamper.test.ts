import { admit, createAdmission } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { bob, laterToken, signedToken, token, uuid } from '../../ledger/contract/tokens.ts'
import { checkFile } from '../src/fsck/check-file.ts'
import {
  createSqliteLedger,
  fsckSqliteLedger,
  type LedgerIssue,
  openSqliteLedger,
  openSqliteLedgerReader,
} from '../src/index.ts'
import { onFile, otherSigner, settleAll, signer, type TestFile } from './on-file.ts'

const entries = 300

/** A ledger of 300 entries in ten workflows, each but the first the child of the one before; and one equivocation. */
async function onLedger(run: (on: TestFile) => Promise<void>): Promise<void> {
  await onFile(async (on) => {
    const ledger = await createSqliteLedger(on.file, { signer })
    const wid = (at: number): string => uuid(9000 + Math.floor(at / 30))
    const tokens = Array.from({ length: entries }, (_, at) =>
      token({ tid: uuid(at + 1), wid: wid(at), par: at % 30 === 0 ? [] : [uuid(at)] }),
    )
    await ledger.appendMany(tokens, admit)
    await ledger.appendMany([token({ tid: uuid(1), wid: wid(0) })], admit)
    await ledger.close()
    await run(on)
  })
}

/** What is wrong with a file, which does not depend on who checks which part of it. */
async function issuesIn({ file }: TestFile, knownHead?: string): Promise<string[]> {
  const issues: LedgerIssue[] = await collect(fsckSqliteLedger(file, { knownHead }))
  const inThread = checkFile(file, { knownHead, threads: 1 }, { pageSpan: 16, leastShared: 0 })
  expect(await collect(inThread)).toEqual(issues)
  return issues.map(({ kind, sequence, path }) =>
    [kind, sequence, kind === 'file' ? undefined : path].filter((part) => part !== undefined).join(' '),
  )
}

function opening({ file }: TestFile, headFile?: string): Promise<string> {
  return codeOf(openSqliteLedger(file, { signer, headFile }).then((ledger) => ledger.close()))
}

const swapped = `UPDATE entry SET sequence = -1 WHERE sequence = 7;
  UPDATE entry SET sequence = 7 WHERE sequence = 8; UPDATE entry SET sequence = 8 WHERE sequence = -1`

/** Replaces keys of the first recent entries, which have 75 times 18 bytes: task, workflow and `jti` 6 each. */
function withKeys(at: number, bytes: number, hex: string): string {
  return `UPDATE recent SET keys =
    unhex(substr(hex(keys), 1, ${2 * at}) || ${hex} || substr(hex(keys), ${2 * (at + bytes) + 1})) WHERE first = 0`
}

describe('checking a whole ledger', () => {
  it('[LEDGER-TAMPER] a sound one has no issue, also while it is open, and when it is empty or signs nothing', () =>
    onLedger(async (on) => {
      expect(await issuesIn(on)).toEqual([])
      const ledger = await openSqliteLedger(on.file, { signer })
      await ledger.append(token(), admit)
      expect(await issuesIn(on, await ledger.checkpoint())).toEqual([])
      await ledger.close()
      await onFile(async (empty) => {
        await (await createSqliteLedger(empty.file)).close()
        expect(await issuesIn(empty)).toEqual([])
      })
    }))

  it('[REVISION-TASK-ID] a tid and a jti of one text are two tasks', () =>
    onFile(async (twins) => {
      const ledger = await createSqliteLedger(twins.file, { signer })
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
    { title: 'a token', sql: `UPDATE entry SET token = '${signedToken()}' WHERE sequence = 5`, issue: 'leaf 5' },
    { title: 'a character', sql: "UPDATE entry SET token = token || 'A' WHERE sequence = 5", issue: 'leaf 5' },
    { title: 'a token that is none', sql: "UPDATE entry SET token = 'x' WHERE sequence = 5", issue: 'token 5' },
    { title: 'the order of two entries', sql: swapped, issue: 'leaf 7' },
    { title: 'parents', sql: "UPDATE entry SET parents = '[3]' WHERE sequence = 5", issue: 'parents 5 par[0]' },
    { title: 'later parents', sql: "UPDATE entry SET parents = '[6]' WHERE sequence = 5", issue: 'parents 5 par[0]' },
    { title: 'no parents', sql: 'UPDATE entry SET parents = NULL WHERE sequence = 5', issue: 'parents 5' },
    { title: 'broken parents', sql: "UPDATE entry SET parents = '4' WHERE sequence = 5", issue: 'token 5' },
    { title: 'a task id', sql: "UPDATE entry SET task_id = x'00' WHERE sequence = 5", issue: 'index 5 task_id' },
    {
      title: 'a workflow',
      sql: 'UPDATE entry SET workflow_id = NULL WHERE sequence = 5',
      issue: 'index 5 workflow_id',
    },
    { title: 'a jti', sql: "UPDATE entry SET token_id = 'x' WHERE sequence = 5", issue: 'index 5 token_id' },
    { title: 'an agent', sql: "UPDATE agent SET name = 'spiffe://example.com/x'", issue: 'index 5 agent' },
    { title: 'a missing agent', sql: 'DELETE FROM agent', issue: 'index 5 agent' },
    { title: 'a missing entry', sql: 'DELETE FROM entry WHERE sequence = 5', issue: 'missing 5 5 to 5' },
    { title: 'a missing beginning', sql: 'DELETE FROM entry WHERE sequence < 3', issue: 'missing 0 0 to 2' },
    { title: 'a missing end', sql: 'DELETE FROM entry WHERE sequence > 290', issue: 'rolled-back 291 291 of 300' },
    {
      title: 'an entry put in at the end',
      sql: `INSERT INTO entry SELECT 300, token, 1, 1, NULL, x'01', NULL, x'02', agent FROM entry WHERE sequence = 0`,
      issue: 'tree tile 0/1[44]',
    },
    {
      title: 'an entry put in far behind the end',
      sql: `INSERT INTO entry SELECT 1000000000, token, 1, 1, NULL, x'01', NULL, x'02', agent FROM entry WHERE sequence = 0`,
      issue: 'leaf 1000000000',
    },
    {
      title: 'an entry before the first',
      sql: `INSERT INTO entry SELECT -5, token, 1, 1, NULL, x'01', NULL, x'02', agent FROM entry WHERE sequence = 0`,
      issue: 'token -5',
    },
    { title: 'a leaf', sql: 'UPDATE tile SET hashes = zeroblob(8192) WHERE id = 0', issue: 'leaf 0' },
    { title: 'a node', sql: 'UPDATE tile SET hashes = zeroblob(32) WHERE id = 1 << 45', issue: 'tree tile 1/0[0]' },
    { title: 'a missing tile', sql: 'DELETE FROM tile WHERE id = 0', issue: 'tree tile 0/0[17]' },
    { title: 'a truncated tile', sql: 'UPDATE tile SET hashes = zeroblob(32) WHERE id = 1', issue: 'tree tile 0/1' },
    { title: 'a tile too much', sql: "INSERT INTO tile VALUES (2, x'00')", issue: 'tree tile 0/2' },
    { title: 'a tile before the first', sql: "INSERT INTO tile VALUES (-1, x'00')", issue: 'file' },
    { title: 'a checkpoint', sql: "UPDATE checkpoint SET note = 'x'", issue: 'checkpoint signature' },
    { title: 'the size of a checkpoint', sql: 'UPDATE checkpoint SET size = size + 1', issue: 'checkpoint size' },
    { title: 'evidence that is passed over', sql: 'UPDATE equivocation SET found = -1', issue: 'file' },
    { title: 'the time of evidence', sql: 'UPDATE equivocation SET found_at = -1', issue: 'file' },
    {
      title: 'an entry before all numbers',
      sql: `INSERT INTO entry SELECT -1 << 63, token, 1, 1, NULL, x'01', NULL, x'02', agent FROM entry WHERE sequence = 0;
        INSERT INTO task VALUES (1, 2, -1 << 63); INSERT INTO workflow VALUES (2, -1 << 63);
        INSERT INTO token VALUES (1, -1 << 63)`,
      issue: 'file',
    },
    {
      title: 'an entry after all numbers, beside which others are found',
      sql: `INSERT INTO entry SELECT 1 << 62, token, 1, 1, NULL, x'01', NULL, x'02', agent FROM entry WHERE sequence = 0;
        UPDATE entry SET token = 'x' WHERE sequence = 5`,
      issue: 'token 5',
    },
    {
      title: 'an entry after all numbers',
      sql: `INSERT INTO entry SELECT 1 << 62, token, 1, 1, NULL, x'01', NULL, x'02', agent FROM entry WHERE sequence = 0;
        INSERT INTO task VALUES (1, 2, 1 << 62); INSERT INTO workflow VALUES (2, 1 << 62);
        INSERT INTO token VALUES (1, 1 << 62)`,
      issue: 'file',
    },
    { title: 'an index', sql: 'DROP INDEX entry_by_agent', issue: 'file' },
    {
      title: 'what is done with new evidence',
      sql: 'CREATE TRIGGER hide BEFORE INSERT ON equivocation BEGIN SELECT RAISE(IGNORE); END',
      issue: 'file',
    },
    { title: 'evidence', sql: "UPDATE equivocation SET refused = 'x'", issue: 'evidence 0' },
    {
      title: 'evidence against itself',
      sql: 'UPDATE equivocation SET refused = (SELECT token FROM entry WHERE sequence = 0)',
      issue: 'evidence 0',
    },
  ])('[LEDGER-TAMPER] finds what was changed: $title', ({ sql, issue }) =>
    onLedger(async (on) => {
      on.sql(sql)
      expect(await issuesIn(on)).toContain(issue)
    }),
  )

  it.each([
    { title: 'of a task', sql: 'DELETE FROM task WHERE sequence = 5', issues: ['file', 'index 5 task_id'] },
    { title: 'of a workflow', sql: 'DELETE FROM workflow WHERE sequence = 5', issues: ['file', 'index 5 workflow_id'] },
    { title: 'of a jti', sql: 'DELETE FROM token WHERE sequence = 5', issues: ['file', 'index 5 token_id'] },
    {
      title: 'under another key',
      sql: 'UPDATE task SET task = task + 1 WHERE sequence = 5',
      issues: ['index 5 task_id'],
    },
    { title: 'of no entry', sql: 'INSERT INTO task VALUES (1, 2, 300)', issues: ['file'] },
  ])('[LEDGER-TAMPER] finds an index row that was changed: $title', ({ sql, issues }) =>
    onLedger(async (on) => {
      settleAll(on.file)
      expect(await issuesIn(on)).toEqual([])
      on.sql(sql)
      expect(await issuesIn(on)).toEqual(issues)
    }),
  )

  const columns = ['task_id', 'workflow_id', 'token_id']
  const ofFirstBlock = Array.from({ length: 75 }, (_, at) => columns.map((column) => `index ${at} ${column}`)).flat()
  it.each([
    {
      title: 'a task under another key',
      sql: withKeys(90, 6, "'000000000000'"),
      issues: ['index 5 task_id'],
    },
    {
      title: 'a workflow under another key',
      sql: withKeys(96, 6, "'000000000000'"),
      issues: ['index 5 task_id', 'index 5 workflow_id'],
    },
    {
      title: 'a jti under another key',
      sql: withKeys(102, 6, "'000000000000'"),
      issues: ['index 5 token_id'],
    },
    {
      title: 'the first ones are missing',
      sql: 'DELETE FROM recent WHERE first = 0',
      issues: [...Array(3).fill('file'), ...ofFirstBlock],
    },
    {
      title: 'the last one twice',
      sql: 'INSERT INTO recent SELECT 300, keys FROM recent WHERE first = 0',
      issues: ['file'],
    },
    { title: 'of no entry', sql: 'INSERT INTO recent VALUES (300, zeroblob(18))', issues: ['file'] },
    { title: 'one is in a table already, under another key', sql: 'INSERT INTO token VALUES (1, 5)', issues: ['file'] },
    { title: 'of no entry, in a table', sql: 'INSERT INTO token VALUES (1, 300)', issues: ['file'] },
  ])('[LEDGER-TAMPER] finds keys of recent entries that were changed: $title', ({ sql, issues }) =>
    onLedger(async (on) => {
      on.sql(sql)
      expect(await issuesIn(on)).toEqual(issues)
    }),
  )

  it.each(["x'00'", 'zeroblob(0)', 'zeroblob(19)'])(
    '[LEDGER-TAMPER] finds keys of recent entries that are none: %s',
    (keys) =>
      onLedger(async (on) => {
        on.sql(`UPDATE recent SET keys = ${keys} WHERE first = 150`)
        expect(await issuesIn(on)).toContain('file')
        expect(await issuesIn(on)).toContain('index 150 task_id')
      }),
  )

  it.each(['recent', 'settled'])('[LEDGER-TASK-SCOPE] finds a task that was recorded twice: %s', (kind) =>
    onLedger(async (on) => {
      if (kind === 'settled') settleAll(on.file)
      on.sql(`UPDATE entry SET (token, task_id, workflow_id) =
        (SELECT token, task_id, workflow_id FROM entry WHERE sequence = 3) WHERE sequence = 5;
        UPDATE task SET (task, workflow) = (SELECT task, workflow FROM task WHERE sequence = 3) WHERE sequence = 5;
        ${withKeys(90, 12, 'substr(hex(keys), 109, 24)')}`)
      const issues = await issuesIn(on)
      expect(issues).toContain('task 5')
      expect(issues).not.toContain('index 5 task_id')
    }),
  )

  it('[LEDGER-EQUIVOCATION] one task id in two workflows is no evidence against who recorded both', () =>
    onLedger(async (on) => {
      const ledger = await openSqliteLedger(on.file, { signer })
      await ledger.append(token({ tid: uuid(1), wid: uuid(1) }), admit)
      await ledger.close()
      on.sql('UPDATE equivocation SET refused = (SELECT token FROM entry WHERE sequence = 300)')
      expect(await issuesIn(on)).toEqual(['evidence 0'])
    }))

  it('[LEDGER-TASK-SCOPE] two workflows whose ids share a key are two', () =>
    onLedger(async (on) => {
      // Found by search: the first 48 bits of their SHA-256 are the same.
      const workflows = ['00000000-0000-4000-8000-0000008768bf', '00000000-0000-4000-8000-000000e5d3ed']
      const ledger = await openSqliteLedger(on.file, { signer })
      const [one, other] = workflows.map((wid) => token({ tid: uuid(1), wid }))
      await ledger.appendMany(
        [one, other].flatMap((each) => each ?? []),
        admit,
      )
      expect((await ledger.getByTaskId(uuid(1), workflows[1])).map(({ sequence }) => sequence)).toEqual([301])
      await ledger.close()
      expect(await issuesIn(on)).toEqual([])
    }))

  it('[LEDGER-TAMPER] lists everything, each once', () =>
    onLedger(async (on) => {
      settleAll(on.file)
      on.sql(`DELETE FROM entry WHERE sequence = 5; UPDATE entry SET token = '${signedToken()}' WHERE sequence = 200;
        UPDATE entry SET task_id = x'00' WHERE sequence = 259`)
      expect(await issuesIn(on)).toEqual([
        ...['file', 'file', 'file'],
        'missing 5 5 to 5',
        'parents 6 par[0]',
        ...['task_id', 'workflow_id', 'token_id'].map((column) => `index 200 ${column}`),
        'parents 200',
        'leaf 200',
        'index 259 task_id',
        'parents 260 par[0]',
        'checkpoint root',
      ])
    }))
})

describe('opening a ledger that was changed', () => {
  it.each([
    { title: 'entries were cut off', sql: 'DELETE FROM entry WHERE sequence > 290', code: 'ECT_LEDGER_DAMAGED' },
    {
      title: 'entries and their leaves were cut off',
      sql: `DELETE FROM entry WHERE sequence > 255; DELETE FROM tile WHERE id = 1`,
      code: 'ECT_LEDGER_ROLLED_BACK',
    },
    {
      title: 'a leaf under the checkpoint was changed',
      sql: 'UPDATE tile SET hashes = zeroblob(32 * 44) WHERE id = 1',
      code: 'ECT_LEDGER_DAMAGED',
    },
    {
      title: 'the last token was changed',
      sql: "UPDATE entry SET token = 'x' WHERE sequence = 299",
      code: 'ECT_LEDGER_DAMAGED',
    },
    { title: 'the upper tree is gone', sql: 'DELETE FROM tile WHERE id >= 1 << 45', code: 'ECT_LEDGER_DAMAGED' },
    { title: 'all entries are gone', sql: 'DELETE FROM entry', code: 'ECT_LEDGER_DAMAGED' },
    { title: 'all is gone', sql: 'DELETE FROM entry; DELETE FROM tile', code: 'ECT_LEDGER_ROLLED_BACK' },
    { title: 'the checkpoint is none', sql: "UPDATE checkpoint SET note = 'x'", code: 'ECT_CHECKPOINT_FORMAT' },
    { title: 'what was founded is gone', sql: 'DELETE FROM founding', code: 'ECT_LEDGER_DAMAGED' },
    {
      title: 'the lateness is none',
      sql: "UPDATE founding SET value = -1 WHERE name = 'maxLatenessSeconds'",
      code: 'ECT_LEDGER_DAMAGED',
    },
    {
      title: 'a trigger keeps evidence from being written',
      sql: 'CREATE TRIGGER hide BEFORE INSERT ON equivocation BEGIN SELECT RAISE(IGNORE); END',
      code: 'ECT_LEDGER_DAMAGED',
    },
  ])('[LEDGER-TAMPER] it is not written to: $title', ({ sql, code }) =>
    onLedger(async (on) => {
      on.sql(sql)
      expect(await opening(on)).toBe(code)
    }),
  )

  it('[LEDGER-TAMPER] an older copy of the whole file is found by the head that was kept outside', () =>
    onLedger(async (on) => {
      const headFile = on.path('head')
      expect(await opening(on, headFile)).toBe('accepted')
      const copy = on.copy()
      const ledger = await openSqliteLedger(on.file, { signer, headFile })
      await ledger.append(token(), admit)
      const knownHead = await ledger.checkpoint()
      await ledger.close()

      on.write(copy)
      expect(await opening(on, headFile)).toBe('ECT_LEDGER_ROLLED_BACK')
      expect(await opening(on)).toBe('accepted')
      expect(await issuesIn(on)).toEqual([])
      expect(await issuesIn(on, knownHead)).toEqual(['rolled-back 300 300 of 301'])
    }))

  it('[LEDGER-TAMPER] so is one that went on from there with other entries', () =>
    onLedger(async (on) => {
      const headFile = on.path('head')
      const copy = on.copy()
      const ledger = await openSqliteLedger(on.file, { signer, headFile })
      await ledger.append(token(), admit)
      await ledger.close()
      on.write(copy)
      const forked = await openSqliteLedger(on.file, { signer })
      await forked.appendMany([token(), token()], admit)
      await forked.close()
      expect(await opening(on, headFile)).toBe('ECT_LEDGER_DAMAGED')
    }))

  it('[CHECKPOINT-KEY-NAME] a head of another log is not believed', () =>
    onLedger(async (on) => {
      const headFile = on.path('head')
      await (await createSqliteLedger(on.path('other.db'), { signer: otherSigner, headFile })).close()
      expect(await opening(on, headFile)).toBe('ECT_CHECKPOINT_SIGNATURE')
    }))

  it('[LEDGER-TAMPER] it can still be read', () =>
    onLedger(async (on) => {
      on.sql("UPDATE entry SET token = 'x' WHERE sequence = 299")
      const reader = await openSqliteLedgerReader(on.file)
      expect(await reader.size()).toBe(300)
      expect((await reader.getBySequence(298))?.sequence).toBe(298)
      expect(await codeOf(reader.getBySequence(299))).toBe('ECT_LEDGER_DAMAGED')
      expect(await codeOf(collect(reader.records()))).toBe('ECT_LEDGER_DAMAGED')
      expect(await codeOf(collect(reader.records(299)))).toBe('ECT_LEDGER_DAMAGED')
      on.sql('DELETE FROM entry WHERE sequence = 299')
      expect(await collect(reader.records(298))).toHaveLength(1)
      await reader.close()
    }))
})

describe('a ledger that is changed while it is open', () => {
  it('[LEDGER-TAMPER] one whose end was cut off is not written to, and signs no second history', () =>
    onLedger(async (on) => {
      settleAll(on.file)
      const ledger = await openSqliteLedger(on.file, { signer })
      on.sql(`DELETE FROM entry WHERE sequence > 255; DELETE FROM task WHERE sequence > 255;
        DELETE FROM token WHERE sequence > 255; DELETE FROM workflow WHERE sequence > 255; DELETE FROM tile WHERE id = 1; DELETE FROM checkpoint`)
      // What was judged by a longer log is not written; then it is seen that there was one.
      expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_UNAVAILABLE')
      const many = Array.from({ length: 60 }, () => token())
      expect(await codeOf(ledger.appendMany(many, admit))).toBe('ECT_LEDGER_ROLLED_BACK')
      expect(await codeOf(ledger.checkpoint())).toBe('ECT_LEDGER_ROLLED_BACK')
      await ledger.close()
    }))

  it('[LEDGER-DURABLE-ACK] no entry is acknowledged that a trigger kept from being written', () =>
    onLedger(async (on) => {
      const ledger = await openSqliteLedger(on.file, { signer })
      on.sql('CREATE TRIGGER hide BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END')
      expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_DAMAGED')
      on.sql('DROP TRIGGER hide')
      expect(await codeOf(ledger.append(token(), admit))).toBe('accepted')
      await ledger.close()
    }))

  it('[LEDGER-TAMPER] a changed tree is not signed', () =>
    onLedger(async (on) => {
      const ledger = await openSqliteLedger(on.file, { signer })
      on.sql('UPDATE tile SET hashes = zeroblob(32 * 44) WHERE id = 1')
      await ledger.append(token(), admit)
      expect(await codeOf(ledger.checkpoint())).toBe('ECT_LEDGER_DAMAGED')
      await ledger.close()
    }))
})
