import { createAdmission } from '@wimse-ect/dag'
import { afterEach, expect, it, vi } from 'vitest'
import { namesakeSubmissions, namesakeWorkflow } from '../../ledger/contract/namesake-submissions.ts'
import { type Actor, laterToken, mallory, token, uuid } from '../../ledger/contract/tokens.ts'
import { createSqliteLedger, openSqliteLedger } from '../src/index.ts'
import { DatabaseReader } from '../src/reader/database-reader.ts'
import { onFile, settleAll } from './on-file.ts'

const admission = createAdmission({ mixedRevisions: true })

afterEach(() => {
  vi.restoreAllMocks()
})

/** Appends them one after the other, twice, and counts the tokens that are read out of the file for each. */
async function countReads(many: number, isSettled: boolean): Promise<Readonly<Record<'first' | 'second', object>>> {
  const reads: Record<string, number>[] = []
  await onFile(async ({ file }) => {
    const before = await createSqliteLedger(file)
    const tokens = Array.from({ length: many }, (_, at) => token({ tid: uuid(1), wid: namesakeWorkflow(at) }, mallory))
    await before.appendMany(tokens, admission)
    await before.close()
    if (isSettled) settleAll(file)
    const ledger = await openSqliteLedger(file)
    const spies = [vi.spyOn(DatabaseReader.prototype, 'recordAt'), vi.spyOn(DatabaseReader.prototype, 'tokens')]
    for (const round of ['first', 'second']) {
      const counts: Record<string, number> = {}
      for (const [title, make, code] of namesakeSubmissions) {
        for (const spy of spies) spy.mockClear()
        const [answer] = await ledger.appendMany([make()], admission)
        if (round === 'first') expect([title, answer?.ok ? 'accepted' : answer?.error.code]).toEqual([title, code])
        counts[title] = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0)
      }
      reads.push(counts)
    }
    vi.restoreAllMocks()
    await ledger.close()
  })
  const [first = {}, second = {}] = reads
  return { first, second }
}

it.each([false, true])(
  '[LEDGER-TASK-SCOPE] an append reads no more tokens when more tasks have the same id (settled: %s)',
  async (isSettled) => {
    const [few, more] = [await countReads(20, isSettled), await countReads(200, isSettled)]
    // Which key it was stands in the token alone: the issuer's own ones are looked at, once, beside the two that
    // tell that there are several.
    expect(few.first).toMatchObject({ 'one by its other key': 20 + 2 })
    expect(more).toEqual({ ...few, first: { ...few.first, 'one by its other key': 200 + 2 } })
    for (const count of Object.values(more.second)) expect(count).toBeLessThanOrEqual(4)
  },
)

it('[DAG-PARENT-EXISTS] one that is just being settled is still a single one', () =>
  onFile(async ({ file }) => {
    const first = await createSqliteLedger(file)
    await first.append(token(), admission)
    await first.close()
    settleAll(file)
    const before = await openSqliteLedger(file)
    const agents = Array.from({ length: 10 }, (_, at): Actor => ({ ...mallory, agent: `${mallory.agent}/${at}` }))
    const jtis = agents.map((by, at) => laterToken('ect-00', { jti: uuid(1), wid: namesakeWorkflow(at) }, by))
    await before.appendMany([...jtis, token({ tid: uuid(1) })], admission)
    await before.close()
    settleAll(file, false)
    const ledger = await openSqliteLedger(file)
    const child = await ledger.append(token({ par: [uuid(1)] }), admission)
    expect(child.parents).toEqual([{ taskId: uuid(1), sequence: 11 }])
    await ledger.close()
  }))
