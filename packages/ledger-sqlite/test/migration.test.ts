import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { admit } from '@wimse-ect/dag'
import { checkReceipt, noteSigner } from '@wimse-ect/ledger'
import { expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { bob, token, uuid, verified } from '../../ledger/contract/tokens.ts'
import { fsckSqliteLedger, openSqliteLedger, openSqliteLedgerReader } from '../src/index.ts'
import { migrations, pragma } from '../src/writer/schema.ts'
import { onFile } from './on-file.ts'

/**
 * As version 1 wrote it: twelve entries, four each of two workflows and of none, every fourth a root, and evidence
 * against the first. Four of them lie in each of the three tables that an index had then.
 */
const oldFile = join(import.meta.dirname, 'old', 'version-1.db')
const signer = noteSigner('PRIVATE+KEY+ledger.example.com/audit+6d71075c+AcYOlgDS2k6cJKGUDY4IdD/yQQKCH0atLF+didlGrs4Y')

it('[LEDGER-CRASH] a file of version 1 is brought to the present version, and everything in it is found', () =>
  onFile(async ({ file }) => {
    copyFileSync(oldFile, file)
    expect(await codeOf(openSqliteLedgerReader(file))).toBe('ECT_LEDGER_FORMAT')
    expect(await codeOf(collect(fsckSqliteLedger(file)))).toBe('ECT_LEDGER_FORMAT')
    const ledger = await openSqliteLedger(file, { signer })
    const entries = await collect(ledger.entries())
    expect(entries.map(({ sequence, taskId }) => [sequence, taskId])).toEqual(
      Array.from({ length: 12 }, (_, at) => [at, uuid(at + 1)]),
    )
    const logKey = ledger.logKey ?? ''
    for (const entry of entries) {
      expect(await ledger.getByTaskId(entry.taskId, entry.workflowId)).toEqual([entry])
      expect(checkReceipt(await ledger.receipt(entry.sequence), { logKey }).checkpoint.size).toBe(12)
    }
    expect((await collect(ledger.entriesOfWorkflow(uuid(901)))).map(({ sequence }) => sequence)).toEqual([4, 5, 6, 7])
    expect(await collect(ledger.equivocations())).toHaveLength(1)
    await ledger.close()
    expect(await collect(fsckSqliteLedger(file))).toEqual([])
  }))

it('[LEDGER-ATOMIC] and it goes on: nothing that is in it is recorded twice', () =>
  onFile(async ({ file }) => {
    copyFileSync(oldFile, file)
    const ledger = await openSqliteLedger(file, { signer })
    const old = (await collect(ledger.entries())).map(({ compact }) => verified(compact))
    for (const [at, result] of (await ledger.appendMany(old, admit)).entries()) {
      expect(result).toMatchObject({ ok: true, duplicate: true, entry: { sequence: at } })
    }
    for (const { task } of old) {
      expect(await codeOf(ledger.append(token({ jti: task.tokenId, iss: task.agent }), admit))).toBe('ECT_REPLAY_SEEN')
      const again = token({ tid: task.taskId, wid: task.workflowId }, bob)
      expect(await codeOf(ledger.append(again, admit))).toBe('ECT_DAG_TASK_EXISTS')
    }
    const child = token({ wid: uuid(901), par: [uuid(8)] })
    expect((await ledger.append(child, admit)).sequence).toBe(12)
    const ofWorkflow = await collect(ledger.entriesOfWorkflow(uuid(901)))
    expect(ofWorkflow.map(({ sequence }) => sequence)).toEqual([4, 5, 6, 7, 12])
    await ledger.close()
    expect(await collect(fsckSqliteLedger(file))).toEqual([])
    const database = new DatabaseSync(file)
    expect(pragma(database, 'user_version')).toBe(migrations.length)
    database.close()
  }))
