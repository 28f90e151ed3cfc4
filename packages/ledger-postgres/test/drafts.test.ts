import type { Admission, EctStore, VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { type AppendResult, MemoryLedger } from '@wimse-ect/ledger'
import { expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { type Actor, alice, bob, type ClaimChanges, mallory, token, uuid } from '../../ledger/contract/tokens.ts'
import {
  createPostgresLedger,
  fsckPostgresLedger,
  openPostgresLedger,
  openPostgresLedgerReader,
  type PostgresLedger,
} from '../src/index.ts'
import { onNewDatabase, signer, type TestDatabase } from './on-new-database.ts'
import { oneBehindTheOther } from './one-behind-the-other.ts'

/** Runs something with a log of which the writer knows the agents, so that it sends batches before it has the lock. */
async function onKnownAgents(run: (ledger: PostgresLedger, on: TestDatabase) => Promise<void>): Promise<void> {
  await onNewDatabase(async (on) => {
    const ledger = await createPostgresLedger(on.url, { signer })
    for (const actor of [alice, bob, mallory]) await ledger.append(token({}, actor), admit)
    await run(ledger, on)
    await ledger.close()
    expect(await collect(fsckPostgresLedger(on.url))).toEqual([])
  })
}

/** What became of each token: the sequences of its parents, or the code of the refusal. */
function answersOf(results: readonly AppendResult[]): readonly unknown[] {
  return results.map((result) =>
    result.ok
      ? { parents: result.entry.parents.map(({ taskId }) => taskId), duplicate: result.duplicate }
      : result.error.code,
  )
}

it('[LEDGER-JTI-UNIQUE] [LEDGER-JTI-ORDER] a jti used before is refused as such, and nothing beside it is', () =>
  onKnownAgents(async (ledger) => {
    const memory = new MemoryLedger()
    const used = token({ tid: uuid(1), jti: uuid(100), wid: uuid(9) })
    const child = token({ tid: uuid(3), wid: uuid(9), par: [uuid(2)] })
    const batches: readonly (readonly VerifiedEct[])[] = [
      [used],
      // One that the graph would take, one that it would refuse, and the child of one that is refused.
      [token({ wid: uuid(9) }), token({ tid: uuid(2), jti: uuid(100), wid: uuid(9) }), child, used],
      [token({ tid: uuid(4), jti: uuid(100), wid: uuid(9), par: [uuid(77)] }), token({ par: [uuid(78)] })],
      [token({ tid: uuid(5), jti: uuid(100), wid: uuid(9) }, bob), token({ tid: uuid(1), wid: uuid(9) }, mallory)],
      // Now each jti is looked up.
      [token({ tid: uuid(6), jti: uuid(100) }), token({ tid: uuid(7), jti: uuid(100) }, mallory), child],
    ]
    for (const batch of batches) {
      const expected = answersOf(await memory.appendMany(batch, admit))
      expect(answersOf(await ledger.appendMany(batch, admit))).toEqual(expected)
    }
    expect(answersOf(await ledger.appendMany([token({ jti: uuid(100) })], admit))).toEqual(['ECT_REPLAY_SEEN'])
  }))

it.each<{ title: string; earlier: ClaimChanges; by: Actor; code: string }>([
  { title: 'its task', earlier: { tid: uuid(2) }, by: alice, code: 'ECT_DAG_TASK_EXISTS' },
  { title: 'its task in a workflow', earlier: { tid: uuid(2), wid: uuid(9) }, by: alice, code: 'ECT_DAG_TASK_EXISTS' },
  { title: 'its task by itself', earlier: { tid: uuid(2) }, by: bob, code: 'ECT_LEDGER_EQUIVOCATION' },
  { title: 'its jti', earlier: { jti: uuid(3) }, by: bob, code: 'ECT_REPLAY_SEEN' },
  { title: 'its jti, by another', earlier: { jti: uuid(3) }, by: alice, code: 'accepted' },
  {
    title: 'another task of the name of its parent',
    earlier: { tid: uuid(1), wid: uuid(9) },
    by: alice,
    code: 'ECT_DAG_PARENT_AMBIGUOUS',
  },
])(
  '[LEDGER-ATOMIC] a batch that was accepted before the lock is judged anew when $title came since',
  ({ earlier, by, code }) =>
    onKnownAgents(async (ledger, on) => {
      await ledger.append(token({ tid: uuid(1), wid: uuid(8) }), admit)
      const [, answers] = await oneBehindTheOther(
        on,
        (writer) => writer.append(token(earlier, by), admit),
        (writer) =>
          Promise.all([
            codeOf(writer.append(token({ tid: uuid(2), jti: uuid(3), par: [uuid(1)] }, bob), admit)),
            codeOf(writer.append(token({ tid: uuid(4) }, bob), admit)),
          ]),
        [alice, bob],
      )
      expect(answers).toEqual([code, 'accepted'])
    }),
)

it('[DAG-PARENT-SEQUENCES] parents have their places wherever in the log the batch comes to lie', () =>
  onKnownAgents(async (ledger, on) => {
    const wid = uuid(9)
    await ledger.appendMany([token({ tid: uuid(1), wid }), token({ tid: uuid(2) })], admit)
    const ids = [11, 12, 13, 14, 15].map(uuid)
    const batch = [
      token({ tid: ids[0], wid, par: [] }),
      token({ tid: ids[1], wid, par: [uuid(11)] }),
      token({ tid: ids[2], wid, par: [uuid(12), uuid(1), uuid(11)] }),
      token({ tid: ids[3], wid, par: [uuid(2)] }),
      token({ tid: ids[4], wid, par: [uuid(13), uuid(14)] }),
    ]
    const others = [token(), token(), token()]
    const [, results] = await oneBehindTheOther(
      on,
      (writer) => writer.appendMany(others, admit),
      (writer) => writer.appendMany(batch, admit),
      [alice, bob],
    )
    // Three of the ledger's agents, two tokens, those with which the writers learnt of the agents, and the others.
    const first = 3 + 2 + 4 + 3
    const reader = await openPostgresLedgerReader(on.url)
    const parents = [[], [first], [first + 1, 3, first], [4], [first + 2, first + 3]]
    for (const [at, expected] of parents.entries()) {
      const entry = await reader.getBySequence(first + at)
      expect(entry?.parents.map(({ sequence }) => sequence)).toEqual(expected)
      expect(results).toMatchObject({ [at]: { ok: true, entry } })
    }
    await reader.close()
  }))

it('[LEDGER-ATOMIC] an admission that asks for more now and then is told everything, whatever is at hand', () =>
  onKnownAgents(async (ledger) => {
    const memory = new MemoryLedger()
    let told: unknown[] = []
    let isCurious = false
    // One function, since what it asks for is learnt.
    const telling: Admission = (each: VerifiedEct, store: EctStore) => {
      const short = (ids: readonly { readonly task: VerifiedEct['task'] }[]): unknown[] =>
        ids.map(({ task }) => [task.taskId, task.workflowId])
      if (isCurious) told = [short(store.recordsOf(uuid(1))), short(store.recordsIn(uuid(1), uuid(8)))]
      return admit(each, store)
    }
    for (const each of [memory, ledger]) {
      await each.append(token({ tid: uuid(1), jti: uuid(502), wid: uuid(8) }, bob), admit)
      await each.append(token({ tid: uuid(1), jti: uuid(501), wid: uuid(9) }), admit)
    }
    for (const each of [false, false, true, false, true, true]) {
      isCurious = each
      const child = token({ wid: uuid(9), par: [uuid(1)] })
      await memory.append(child, telling)
      const expected = told
      told = []
      await ledger.append(child, telling)
      expect(told).toEqual(each ? expected : [])
    }
  }))

it('[LEDGER-ATOMIC] what two writers are answered at the same time is what the log has', () =>
  onKnownAgents(async (ledger, { url }) => {
    const other = await openPostgresLedger(url, { signer })
    const chain = (writer: number, round: number): VerifiedEct[] =>
      [0, 1, 2, 3].map((at) =>
        token({
          tid: uuid(1000 * writer + 4 * round + at),
          wid: uuid(writer),
          par: round + at === 0 ? [] : [uuid(1000 * writer + 4 * round + at - 1)],
        }),
      )
    const write = async (each: PostgresLedger, writer: number): Promise<readonly AppendResult[]> => {
      const results: AppendResult[] = []
      for (let round = 0; round < 25; round++) results.push(...(await each.appendMany(chain(writer, round), admit)))
      return results
    }
    const results = (await Promise.all([write(ledger, 1), write(other, 2)])).flat()
    await other.close()
    const reader = await openPostgresLedgerReader(url)
    for (const result of results) {
      const entry = result.ok ? result.entry : undefined
      expect(entry).toEqual(await reader.getBySequence(entry?.sequence ?? -1))
    }
    await reader.close()
  }))
