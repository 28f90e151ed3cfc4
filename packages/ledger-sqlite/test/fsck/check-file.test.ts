import { admit } from '@wimse-ect/dag'
import type { LedgerIssue } from '@wimse-ect/ledger/durable'
import { expect, it } from 'vitest'
import { collect } from '../../../ledger/contract/collect.ts'
import { codeOf } from '../../../ledger/contract/refusal.ts'
import { signedToken, token, uuid, verified } from '../../../ledger/contract/tokens.ts'
import { checkFile } from '../../src/fsck/check-file.ts'
import { CheckingThreads } from '../../src/fsck/checking-threads.ts'
import { createSqliteLedger, fsckSqliteLedger, openSqliteLedger } from '../../src/index.ts'
import { onFile, settleAll, type TestFile } from '../on-file.ts'

const entries = 600
const nameOf = {
  uuid: (at: number) => uuid(at + 1),
  opaque: (at: number) => `task-${at}`,
}

/** A ledger in which every tenth task has a task id that another workflow used before, and each other one a parent. */
async function onLedger(ids: 'uuid' | 'opaque', run: (on: TestFile) => Promise<void>): Promise<void> {
  await onFile(async (on) => {
    const ledger = await createSqliteLedger(on.file, { ids })
    const name = nameOf[ids]
    const tokens = Array.from({ length: entries }, (_, at) => {
      const [tid, wid] = at % 10 === 9 ? [9, 2000 + at] : [at, 1000]
      const par = at % 10 === 9 || at < 30 ? [] : [name(at - (at % 10) - 20)]
      const claims = { tid: name(tid), wid: name(wid), jti: name(5000 + at), par }
      return verified(signedToken(claims), { ids })
    })
    await ledger.appendMany(tokens, admit)
    expect(await ledger.size()).toBe(entries)
    await ledger.close()
    await run(on)
  })
}

/** What a check finds when the work is divided; the same whatever the division. */
async function issuesIn({ file }: TestFile): Promise<readonly LedgerIssue[]> {
  const issues = await collect(fsckSqliteLedger(file))
  for (const [threads, pageSpan] of [
    [0, 7],
    [1, 100],
    [3, 32],
  ] as const) {
    expect(await collect(checkFile(file, { threads }, { pageSpan, leastShared: 0 }))).toEqual(issues)
  }
  return issues
}

const damages = `UPDATE entry SET token = 'x' WHERE sequence IN (40, 500);
  UPDATE entry SET parents = '[3]' WHERE sequence = 105;
  UPDATE entry SET token_id = 'x' WHERE sequence = 210;
  DELETE FROM entry WHERE sequence IN (300, 301, 599);
  UPDATE tile SET hashes = zeroblob(8192) WHERE id = 1;
  UPDATE entry SET (token, task_id, workflow_id) =
    (SELECT token, task_id, workflow_id FROM entry WHERE sequence = 33) WHERE sequence = 505;
  INSERT INTO entry SELECT 1 << 40, token, 1, 1, NULL, task_id, NULL, token_id, agent FROM entry WHERE sequence = 0;
  INSERT INTO entry SELECT -5, token, 1, 1, NULL, task_id, NULL, token_id, agent FROM entry WHERE sequence = 0`

it.each(['uuid', 'opaque'] as const)('[LEDGER-TAMPER] any number of threads finds the same: ids are %s', (ids) =>
  onLedger(ids, async (on) => {
    expect(await issuesIn(on)).toEqual([])
    on.sql(damages)
    const kinds = new Set((await issuesIn(on)).map(({ kind }) => kind))
    for (const kind of ['file', 'token', 'parents', 'index', 'missing', 'leaf', 'tree'] as const) {
      expect(kinds).toContain(kind)
    }
    settleAll(on.file)
    expect((await issuesIn(on)).length).toBeGreaterThan(kinds.size)
  }),
)

it('[LEDGER-TASK-SCOPE] a task that was recorded twice is found by any number of threads, far from the first', () =>
  onLedger('opaque', async (on) => {
    const ledger = await openSqliteLedger(on.file)
    const twice = signedToken({ tid: 'task-9', wid: 'task-7000', jti: 'task-8000' })
    await ledger.append(verified(twice, { ids: 'opaque' }), admit)
    await ledger.close()
    settleAll(on.file)
    on.sql(`UPDATE entry SET workflow_id = (SELECT workflow_id FROM entry WHERE sequence = 9) WHERE sequence = 600;
      UPDATE task SET workflow = (SELECT workflow FROM task WHERE sequence = 9) WHERE sequence = 600;
      UPDATE workflow SET workflow = (SELECT workflow FROM task WHERE sequence = 9) WHERE sequence = 600`)
    expect(await issuesIn(on)).toEqual([
      { kind: 'index', sequence: 600, path: 'workflow_id' },
      { kind: 'task', sequence: 600 },
    ])
  }))

it('[LEDGER-TAMPER] a page of the file that cannot be read ends the check of the log at one place', () =>
  onLedger('uuid', async (on) => {
    const content = on.copy()
    // Somewhere among the tokens: they fill most of the file.
    content.fill(0xff, content.length - 40 * 4096, content.length - 39 * 4096)
    on.write(content)
    const issues = await issuesIn(on)
    expect(issues.some(({ kind }) => kind === 'file')).toBe(true)
  }))

it('[LEDGER-TAMPER] threads check the state that the caller sees, while the ledger grows', () =>
  onLedger('uuid', async (on) => {
    const ledger = await openSqliteLedger(on.file)
    const seen: number[] = []
    const checking = checkFile(
      on.file,
      { threads: 2, onProgress: (done) => seen.push(done) },
      { pageSpan: 50, leastShared: 0 },
    )
    const growing = async (): Promise<void> => {
      for (let round = 0; round < 20; round++) await ledger.appendMany([token(), token()], admit)
    }
    const [issues] = await Promise.all([collect(checking), growing()])
    expect(issues).toEqual([])
    expect(seen.at(-1)).toBe(entries)
    await ledger.close()
  }))

it('a check with threads can be left early', () =>
  onLedger('uuid', async (on) => {
    on.sql("UPDATE entry SET token = 'x'")
    for await (const { kind } of checkFile(on.file, { threads: 2 }, { pageSpan: 10, leastShared: 0 })) {
      expect(kind).toBe('token')
      break
    }
  }))

it('what no thread can do has no answer: of a file that is not there, and after the end', async () => {
  await onFile(async ({ file }) => {
    const threads = new CheckingThreads(file, 2)
    const jobs = Array.from({ length: 5 }, (_, at) => threads.run({ verb: 'entries', from: at, to: at + 1 }))
    expect(await Promise.all(jobs)).toEqual(Array(5).fill(undefined))
    expect(await threads.run({ verb: 'structure' })).toBe(undefined)
    await threads.close()
  })
  await onLedger('uuid', async ({ file }) => {
    const threads = new CheckingThreads(file, 1)
    const structure = threads.run({ verb: 'structure' })
    expect(await structure).toEqual({ verb: 'structure', found: [] })
    const unanswered = [1, 2, 3].map(() => threads.run({ verb: 'structure' }))
    await threads.close()
    expect((await Promise.all(unanswered)).at(-1)).toBe(undefined)
    expect(await threads.run({ verb: 'structure' })).toBe(undefined)
  })
})

it.each([-1, 0.5, Number.NaN])('%d threads are a mistake', async (threads) => {
  await onFile(async ({ file }) => {
    await (await createSqliteLedger(file)).close()
    await expect(collect(fsckSqliteLedger(file, { threads }))).rejects.toThrow(TypeError)
  })
})

it('a small ledger is checked without threads, and what is none is refused', () =>
  onLedger('uuid', async (on) => {
    expect(await collect(fsckSqliteLedger(on.file, { threads: 8 }))).toEqual([])
    expect(await codeOf(collect(fsckSqliteLedger(on.path('other'), { threads: 8 })))).toBe('ECT_LEDGER_UNAVAILABLE')
  }))
