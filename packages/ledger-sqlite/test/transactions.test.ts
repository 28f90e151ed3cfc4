import { DatabaseSync } from 'node:sqlite'
import type { Admission } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { bob, token, uuid } from '../../ledger/contract/tokens.ts'
import { createSqliteLedger, fsckSqliteLedger, openSqliteLedger, openSqliteLedgerReader } from '../src/index.ts'
import { onFile, settleAll, signer } from './on-file.ts'

it('[LEDGER-ATOMIC] calls at the same time share a transaction: all are judged before any is readable', () =>
  onFile(async ({ file }) => {
    const ledger = await createSqliteLedger(file)
    const reader = await openSqliteLedgerReader(file)
    const sizes: Promise<number>[] = []
    const watching: Admission = (each, store) => {
      sizes.push(reader.size())
      return admit(each, store)
    }
    const parents = Array.from({ length: 50 }, (_, at) => token({ tid: uuid(at + 1) }))
    await Promise.all(parents.map((each) => ledger.append(each, watching)))
    expect(new Set(await Promise.all(sizes))).toEqual(new Set([0]))
    expect(await reader.size()).toBe(50)
    await Promise.all([ledger.close(), reader.close()])
  }))

it('[LEDGER-ATOMIC] a call whose admission breaks takes nothing else of its batch with it', () =>
  onFile(async ({ file }) => {
    const ledger = await createSqliteLedger(file, { signer })
    const breaking: Admission = (each, store) => {
      if (each.task.taskId === uuid(2)) throw new RangeError('a mistake')
      return admit(each, store)
    }
    const outcomes = await Promise.allSettled([
      ledger.append(token({ tid: uuid(5), wid: uuid(7) }), admit),
      ledger.appendMany([token({ tid: uuid(1) }), token({ tid: uuid(2) })], breaking),
      ledger.append(token({ tid: uuid(1) }), admit),
      ledger.append(token({ par: [uuid(2)] }), admit),
    ])
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: { sequence: 0 } },
      { status: 'rejected', reason: expect.any(RangeError) },
      { status: 'fulfilled', value: { sequence: 1, taskId: uuid(1) } },
      { status: 'rejected', reason: { code: 'ECT_DAG_PARENT_MISSING' } },
    ])
    await ledger.close()
  }))

it('[LEDGER-ATOMIC] nor does a large one of which much was written when it breaks', () =>
  onFile(async ({ file }) => {
    const ledger = await createSqliteLedger(file, { signer })
    const tokens = Array.from({ length: 200 }, (_, at) => token({ tid: uuid(at + 1) }))
    const breaking: Admission = (each, store) => {
      if (each.task.taskId === uuid(190)) throw new RangeError('a mistake')
      return admit(each, store)
    }
    const outcomes = await Promise.allSettled([
      ledger.append(token({ tid: uuid(500) }), admit),
      ledger.appendMany(tokens, breaking),
      ledger.append(token({ tid: uuid(3), par: [uuid(500)] }), admit),
      ledger.append(token({ par: [uuid(2)] }), admit),
    ])
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: { sequence: 0 } },
      { status: 'rejected', reason: expect.any(RangeError) },
      { status: 'fulfilled', value: { sequence: 1, taskId: uuid(3) } },
      { status: 'rejected', reason: { code: 'ECT_DAG_PARENT_MISSING' } },
    ])
    expect(await ledger.size()).toBe(2)
    await ledger.close()
    expect(await collect(fsckSqliteLedger(file))).toEqual([])
  }))

it('[LEDGER-ATOMIC] what an intruder writes while a batch is judged stops the batch', () =>
  onFile(async ({ file, sql }) => {
    const ledger = await createSqliteLedger(file, { signer })
    const intruding: Admission = (each, store) => {
      sql("INSERT INTO entry VALUES (0, 'x', 1, 1, NULL, x'01', NULL, x'02', 1)")
      return admit(each, store)
    }
    expect(await codeOf(ledger.append(token(), intruding))).toBe('ECT_LEDGER_UNAVAILABLE')
    sql('DELETE FROM entry')
    expect((await ledger.append(token(), admit)).sequence).toBe(0)
    await ledger.close()
    expect(await collect(fsckSqliteLedger(file))).toEqual([])
  }))

it('[LEDGER-ATOMIC] what an intruder has recorded is not recorded again', () =>
  onFile(async ({ file, path, sql }) => {
    const [one, other] = [token(), token()]
    const foreign = await createSqliteLedger(path('foreign.db'), { signer })
    await foreign.append(one, admit)
    await foreign.close()
    const ledger = await createSqliteLedger(file, { signer })
    await ledger.appendMany([], admit)
    sql(`ATTACH '${path('foreign.db')}' AS other; INSERT INTO entry SELECT * FROM other.entry;
      INSERT INTO recent SELECT * FROM other.recent; INSERT INTO tile SELECT * FROM other.tile;
      INSERT INTO agent SELECT * FROM other.agent`)
    // The ledger judges in a log without entries, and is stopped. When it has not read all keys of the file yet, it
    // finds this one, and is stopped the next time.
    await codeOf(ledger.append(one, admit))
    const appendBoth = () => ledger.appendMany([one, other], admit)
    expect(await appendBoth().catch(appendBoth)).toMatchObject([
      { ok: true, duplicate: true, entry: { sequence: 0 } },
      { ok: true, duplicate: false, entry: { sequence: 1 } },
    ])
    await ledger.close()
    expect(await collect(fsckSqliteLedger(file))).toEqual([])
  }))

it('[LEDGER-ORDER] judging a large call leaves the event loop to others', () =>
  onFile(async ({ file }) => {
    const ledger = await createSqliteLedger(file)
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 0)
    const tokens = Array.from({ length: 2000 }, () => token())
    turns = 0
    let turnsAtEnd = 0
    const watching: Admission = (each, store) => {
      turnsAtEnd = turns
      return admit(each, store)
    }
    await ledger.appendMany(tokens, watching)
    clearInterval(timer)
    expect(turnsAtEnd).toBeGreaterThan(3)
    await ledger.close()
  }))

it('[LEDGER-ORDER] nor do tokens with as many parents as a token may have', () =>
  onFile(async ({ file }) => {
    const ledger = await createSqliteLedger(file)
    const parents = Array.from({ length: 100 }, () => token())
    await ledger.appendMany(parents, admit)
    const par = parents.map(({ task }) => task.taskId)
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 0)
    const tokens = Array.from({ length: 32 }, () => token({ par }))
    turns = 0
    let turnsAtEnd = 0
    const watching: Admission = (each, store) => {
      turnsAtEnd = turns
      return admit(each, store)
    }
    const answers = await ledger.appendMany(tokens, watching)
    clearInterval(timer)
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect(turnsAtEnd).toBeGreaterThan(1)
    await ledger.close()
  }))

it('[LEDGER-TASK-SCOPE] a task id with many records is read once for a batch', () =>
  onFile(async ({ file }) => {
    const ledger = await createSqliteLedger(file)
    const many = Array.from({ length: 20 }, (_, at) => token({ tid: uuid(1), wid: uuid(at + 2) }))
    await ledger.appendMany(many, admit)
    const seen = new Set<readonly unknown[]>()
    const watching: Admission = (each, store) => {
      seen.add(store.recordsOf(uuid(1)))
      return admit(each, store)
    }
    const answers = await ledger.appendMany([token({ par: [uuid(1)] }), token({ par: [uuid(1)] })], watching)
    expect(answers.map((answer) => (answer.ok ? 'accepted' : answer.error.code))).toEqual(
      Array(2).fill('ECT_DAG_PARENT_AMBIGUOUS'),
    )
    expect(seen.size).toBe(1)
    await ledger.close()
  }))

it('[LEDGER-TASK-SCOPE] entries are found whether they are settled in the indexes or not', () =>
  onFile(async ({ file }) => {
    const first = await createSqliteLedger(file, { signer })
    const [root, child] = [token({ tid: uuid(1), wid: uuid(9) }), token({ tid: uuid(2), wid: uuid(9), par: [uuid(1)] })]
    await first.append(root, admit)
    await first.close()
    settleAll(file)
    const ledger = await openSqliteLedger(file, { signer })
    await ledger.append(child, admit)
    expect(await ledger.appendMany([root, child], admit)).toMatchObject([
      { ok: true, duplicate: true, entry: { sequence: 0 } },
      { ok: true, duplicate: true, entry: { sequence: 1 } },
    ])
    for (const { task } of [root, child]) {
      expect(await codeOf(ledger.append(token({ jti: task.tokenId }), admit))).toBe('ECT_REPLAY_SEEN')
      expect(await codeOf(ledger.append(token({ tid: task.taskId }, bob), admit))).toBe('ECT_DAG_TASK_EXISTS')
      expect(await ledger.getByTaskId(task.taskId, uuid(9))).toHaveLength(1)
    }
    const ofWorkflow = await collect(ledger.entriesOfWorkflow(uuid(9)))
    expect(ofWorkflow.map(({ sequence }) => sequence)).toEqual([0, 1])
    await ledger.close()
    expect(await collect(fsckSqliteLedger(file))).toEqual([])
  }))

it('[LEDGER-DURABLE-ACK] while somebody else keeps the database locked, appends are refused, and later accepted', () =>
  onFile(async ({ file }) => {
    const ledger = await createSqliteLedger(file, { signer })
    const intruder = new DatabaseSync(file)
    intruder.exec('BEGIN IMMEDIATE')
    const one = token()
    expect(await codeOf(ledger.append(one, admit))).toBe('ECT_LEDGER_LOCKED')
    expect(await ledger.size()).toBe(0)
    intruder.exec('ROLLBACK')
    intruder.close()
    expect((await ledger.append(one, admit)).sequence).toBe(0)
    await ledger.close()
  }))

it('[LEDGER-TAMPER] an index that knows of a record which is not there stops the batch', () =>
  onFile(async ({ file, sql }) => {
    const ledger = await createSqliteLedger(file, { signer })
    await ledger.append(token({ tid: uuid(1) }), admit)
    sql(`CREATE UNIQUE INDEX wrong ON entry (stored_at > 0)`)
    expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_DAMAGED')
    sql('DROP INDEX wrong')
    expect((await ledger.append(token(), admit)).sequence).toBe(1)
    await ledger.close()
  }))

it('[CHECKPOINT-NOTE] a signer that fails keeps nobody from appending', () =>
  onFile(async ({ file }) => {
    let isDown = false
    const unsteady = {
      key: signer.key,
      sign: (message: Uint8Array) => {
        if (isDown) throw new RangeError('the key service is down')
        return signer.sign(message)
      },
    }
    const ledger = await createSqliteLedger(file, { signer: unsteady, checkpointDelayMs: 0 })
    isDown = true
    expect((await ledger.append(token(), admit)).sequence).toBe(0)
    await expect(ledger.checkpoint()).rejects.toThrow(RangeError)
    isDown = false
    expect(await ledger.checkpoint()).toContain('\n1\n')
    await ledger.close()
  }))
