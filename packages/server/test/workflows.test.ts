import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { MemoryLedger, type MemoryLedgerOptions } from 'wimse-ect'
import { alice, bob, mallory, signedToken, token, uuid, verifiedAt } from '../../ledger/contract/tokens.ts'
import { WorkflowIndex } from '../src/workflow-index.ts'
import { jsonOf, type TestService, withService } from './test-service.ts'

/** Workflows 1, 2 and 3, written to last in the order 2, 1, 3. */
async function fill({ post }: Pick<TestService, 'post'>): Promise<void> {
  await post([
    signedToken({ wid: uuid(1), tid: uuid(11), exec_act: 'review_spec' }),
    signedToken({ wid: uuid(3), exec_act: 'Build_It' }, bob),
    signedToken(),
    signedToken({ wid: uuid(1), par: [uuid(11)], exec_act: 'implement', pol_decision: 'rejected' }, bob),
    signedToken({ wid: uuid(2) }),
  ])
}

/** A ledger that takes something in every ten seconds. */
function slowLedger(options: MemoryLedgerOptions = {}): MemoryLedger {
  let now = verifiedAt
  return new MemoryLedger({
    ...options,
    clock: () => {
      now += 10
      return now
    },
  })
}

describe('GET /workflows', () => {
  it('[CLAIM-WID] lists what is known of each, the one that was written to last first', () =>
    withService(
      async (service) => {
        await fill(service)
        const { workflows } = await jsonOf(service.get('/workflows'))
        expect(workflows.map(({ workflowId }: { workflowId: string }) => workflowId)).toEqual([
          uuid(2),
          uuid(1),
          uuid(3),
        ])
        expect(workflows[1]).toEqual({
          workflowId: uuid(1),
          tasks: 2,
          agents: [alice.agent, bob.agent],
          actions: ['review_spec', 'implement'],
          decisions: { approved: 1, rejected: 1 },
          firstAt: verifiedAt + 10,
          lastAt: verifiedAt + 40,
          firstSequence: 0,
          lastSequence: 3,
        })
      },
      { ledger: slowLedger() },
    ))

  it.each([
    ['agent', { agent: bob.agent }, [1, 3]],
    ['an agent nobody knows', { agent: mallory.agent }, []],
    ['action', { action: 'implement' }, [1]],
    ['decision', { decision: 'rejected' }, [1]],
    ['decision', { decision: 'pending_human_review' }, []],
    ['the time since', { since: String(verifiedAt + 40) }, [2, 1]],
    ['the time until', { until: String(verifiedAt + 20) }, [1, 3]],
    ['both times', { since: String(verifiedAt + 21), until: String(verifiedAt + 30) }, [1]],
    ['the beginning of an id', { q: uuid(3).toUpperCase() }, [3]],
    ['a part of an action', { q: 'build' }, [3]],
    ['a part of an agent', { q: 'AGENT/BOB' }, [1, 3]],
    ['not the end of an id', { q: '000000000003' }, []],
    ['several at once', { agent: bob.agent, q: 'review' }, [1]],
  ])('by %s', (_, query, expected) =>
    withService(
      async (service) => {
        await fill(service)
        const { workflows } = await jsonOf(
          service.get(`/workflows?${new URLSearchParams(query as object as Record<string, string>)}`),
        )
        expect(workflows.map(({ workflowId }: { workflowId: string }) => workflowId)).toEqual(expected.map(uuid))
      },
      { ledger: slowLedger() },
    ),
  )

  it('pages lead through all of them, each seen once', () =>
    withService(async (service) => {
      for (let at = 0; at < 5; at++) await service.post([signedToken({ wid: uuid(at) })])
      const seen: string[] = []
      let cursor: string | undefined = ''
      while (cursor !== undefined) {
        const page: { workflows: { workflowId: string }[]; next?: string } = await jsonOf(
          service.get(`/workflows?limit=2&cursor=${cursor}`),
        )
        seen.push(...page.workflows.map(({ workflowId }) => workflowId))
        cursor = page.next
      }
      expect(seen).toEqual([4, 3, 2, 1, 0].map(uuid))
    }))

  it('entries that were there before, and those that others add, are listed', async () => {
    const ledger = new MemoryLedger()
    await ledger.append(token({ wid: uuid(1) }), admit)
    await withService(
      async ({ get }) => {
        expect((await jsonOf(get('/workflows'))).workflows).toHaveLength(1)
        await ledger.append(token({ wid: uuid(2) }), admit)
        expect((await jsonOf(get('/workflows'))).workflows).toHaveLength(2)
      },
      { ledger },
    )
  })
})

describe('WorkflowIndex', () => {
  const page = (index: WorkflowIndex) => index.page({ limit: 1000 })

  it('keeps those that were written to last, no more than it may', async () => {
    const ledger = new MemoryLedger()
    const index = new WorkflowIndex(ledger, 2)
    for (const at of [1, 2, 1, 3]) await ledger.append(token({ wid: uuid(at) }), admit)
    expect((await page(index)).workflows.map(({ workflowId }) => workflowId)).toEqual([uuid(3), uuid(1)])
  })

  it('remembers a bounded number of names of one workflow, whoever writes', async () => {
    const ledger = new MemoryLedger()
    const index = new WorkflowIndex(ledger, 10)
    const tokens = Array.from({ length: 100 }, (_, at) => token({ wid: uuid(1), exec_act: `action_${at}` }))
    await ledger.appendMany(tokens, admit)
    const { workflows } = await page(index)
    expect(workflows).toMatchObject([{ tasks: 100, actions: Array.from({ length: 8 }, (_, at) => `action_${at}`) }])
    const find = async (action: string): Promise<number> => (await index.page({ limit: 1, action })).workflows.length
    expect([await find('action_63'), await find('action_64')]).toEqual([1, 0])
  })

  it('[ERROR-CODE] says that it is not ready instead of making somebody wait for a large ledger', async () => {
    class LargeLedger extends MemoryLedger {
      read = 0
      override async size() {
        return 50_000
      }
      override async *entries() {
        this.read += 1
        yield* []
      }
    }
    const ledger = new LargeLedger()
    const index = new WorkflowIndex(ledger, 10)
    await expect(page(index)).rejects.toMatchObject({ code: 'ECT_LEDGER_UNAVAILABLE' })
    expect(ledger.read).toBe(1)
    await index.stop()
  })
})
