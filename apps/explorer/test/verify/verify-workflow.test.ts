import { beforeAll, describe, expect, it } from 'vitest'
import { generateKey, generateNoteKey, signEct } from 'wimse-ect'
import { audience } from '../../sample/record-workflow.ts'
import type { Entry } from '../../src/service/entry.ts'
import type { Workflow } from '../../src/service/ledger-source.ts'
import { summarise } from '../../src/verify/summary.ts'
import type { Pins } from '../../src/verify/trust.ts'
import { dimensions, type TaskReport } from '../../src/verify/verdict.ts'
import { verifyWorkflow } from '../../src/verify/verify-workflow.ts'
import { forge, type RecordedWorkflow, recordedWorkflow, withEntry } from '../workflow.ts'

let recorded: RecordedWorkflow

beforeAll(async () => {
  recorded = await recordedWorkflow()
})

/** The verdicts of an entry in a word each, failures by their code. */
async function verdictsOn(sequence: number, workflow: Workflow = recorded.workflow, trust = recorded.trust) {
  const report = await verifyWorkflow(workflow, recorded.evidence, trust)
  return words(report.get(sequence))
}

function words(report: TaskReport | undefined): Record<string, string> {
  return Object.fromEntries(
    dimensions.map((dimension) => {
      const verdict = report?.[dimension]
      return [dimension, verdict?.outcome === 'fail' ? verdict.code : (verdict?.outcome ?? 'missing')]
    }),
  )
}

const allPass = {
  signature: 'pass',
  identity: 'pass',
  time: 'pass',
  policy: 'pass',
  graph: 'pass',
  inclusion: 'pass',
}

describe('an untouched workflow', () => {
  it('passes in every dimension', async () => {
    const report = await verifyWorkflow(recorded.workflow, recorded.evidence, recorded.trust)
    expect([...report.values()].map(words)).toEqual(Array(5).fill(allPass))
    expect(summarise(report)).toMatchObject({
      outcome: 'pass',
      tasks: { pass: 5, fail: 0, unchecked: 0 },
      failures: [],
    })
  })

  it('leaves inclusion open without receipts, and says that nothing failed', async () => {
    const report = await verifyWorkflow(recorded.workflow, undefined, recorded.trust)
    expect(words(report.get(0))).toEqual({ ...allPass, inclusion: 'unchecked' })
    expect(summarise(report).outcome).toBe('unchecked')
  })

  it('tells how far it is', async () => {
    const many = await recordedWorkflow(
      Array.from({ length: 60 }, (_, at) => ({
        action: `step_${at}`,
        agent: 'alice',
        after: at === 0 ? [] : [`step_${at - 1}`],
      })),
    )
    const told: number[] = []
    await verifyWorkflow(many.workflow, many.evidence, many.trust, ({ done }) => told.push(done))
    expect(told).toEqual([25, 50])
  })
})

describe('signature', () => {
  it('[VERIFY-NO-EARLY-TRUST] fails for other claims under the same signature, and no claim counts', async () => {
    const tampered = withEntry(recorded.workflow, 1, ({ token }) => ({ token: forge(token, { exec_act: 'destroy' }) }))
    expect(await verdictsOn(1, tampered)).toEqual({
      signature: 'ECT_SIGNATURE_INVALID',
      identity: 'unchecked',
      time: 'unchecked',
      policy: 'unchecked',
      graph: 'unchecked',
      inclusion: 'ECT_PROOF_INCLUSION',
    })
  })

  it('[DAG-PARENT-VERIFIED] a tampered parent counts as none', async () => {
    const tampered = withEntry(recorded.workflow, 1, ({ token }) => ({ token: forge(token, { exec_act: 'destroy' }) }))
    expect(await verdictsOn(4, tampered)).toEqual({ ...allPass, graph: 'ECT_DAG_PARENT_MISSING' })
  })

  it.for(['', 'no token', 'a.b.c'])('fails for %o, which is no token at all', async (token) => {
    const broken = withEntry(recorded.workflow, 1, () => ({ token }))
    expect(await verdictsOn(1, broken)).toMatchObject({ signature: expect.stringMatching(/^ECT_TOKEN_/) })
  })

  it('fails for a key that the pinned set does not have', async () => {
    const [alice] = recorded.recorder.keys.keys
    const trust = recorded.trustWith({ keySet: JSON.stringify({ keys: [alice] }) })
    expect(await verdictsOn(1, recorded.workflow, trust)).toMatchObject({ signature: 'ECT_KEY_UNKNOWN' })
  })

  it.for(['', '[]', '{"keys":1}', '{"keys":[{"kid":"a"},{"kid":"a"}]}'])(
    'is open when the key set is %o',
    async (keySet) => {
      const trust = recorded.trustWith({ keySet })
      expect(await verdictsOn(0, recorded.workflow, trust)).toMatchObject({
        signature: 'unchecked',
        graph: 'unchecked',
      })
    },
  )
})

describe('identity', () => {
  it('[CLAIM-ISS-OWNER] fails when the key belongs to somebody else', async () => {
    const keys = recorded.recorder.keys.keys.map((key) => ({ ...key, sub: 'spiffe://example.com/agent/mallory' }))
    const trust = recorded.trustWith({ keySet: JSON.stringify({ keys }) })
    expect(await verdictsOn(0, recorded.workflow, trust)).toEqual({
      signature: 'pass',
      identity: 'ECT_PARTY_ISSUER',
      time: 'unchecked',
      policy: 'unchecked',
      graph: 'unchecked',
      inclusion: 'pass',
    })
  })

  it('[VERIFY-KEY-REVOKED] fails for a key that was revoked', async () => {
    const keys = recorded.recorder.keys.keys.map((key) => ({ ...key, revoked: true }))
    const trust = recorded.trustWith({ keySet: JSON.stringify({ keys }) })
    expect(await verdictsOn(0, recorded.workflow, trust)).toMatchObject({ identity: 'ECT_KEY_REVOKED' })
  })

  it('[VERIFY-AUDIENCE-ANY] fails when the tokens are for another ledger', async () => {
    const trust = recorded.trustWith({ audience: 'spiffe://example.com/system/other' })
    expect(await verdictsOn(0, recorded.workflow, trust)).toMatchObject({ identity: 'ECT_PARTY_AUDIENCE' })
  })
})

describe('time', () => {
  it.for([
    ['ECT_TIME_EXPIRED', 600],
    ['ECT_TIME_FUTURE', -31],
  ] as const)(
    'fails with %s when the ledger says that it verified at another time; the rest is judged',
    async ([code, shift]) => {
      const moved = withEntry(recorded.workflow, 0, ({ verifiedAt }) => ({ verifiedAt: verifiedAt + shift }))
      expect(await verdictsOn(0, moved)).toEqual({ ...allPass, time: code })
    },
  )

  it('[MODE-LATENESS] takes a late token as the ledger does', async () => {
    const late = withEntry(recorded.workflow, 0, ({ verifiedAt }) => ({ verifiedAt: verifiedAt + 700 }))
    const { log } = late
    expect(await verdictsOn(0, { ...late, log: { ...log, maxLatenessSeconds: 101 } })).toEqual(allPass)
  })
})

describe('policy', () => {
  it('[DAG-POLICY-FLAG] fails for a task that follows a rejected one and is no remedy', async () => {
    const { workflow, trust } = await withUnsettledChild()
    const report = await verifyWorkflow(workflow, recorded.evidence, trust)
    expect(words(report.get(5))).toEqual({ ...allPass, policy: 'ECT_DAG_PARENT_POLICY', inclusion: 'unchecked' })
  })
})

describe('graph', () => {
  it.for(['taskId', 'agent', 'action', 'decision', 'workflowId'] as const)(
    '[LEDGER-TOKEN-IS-RECORD] fails when the entry says another %s than its token',
    async (member) => {
      const changed = withEntry(recorded.workflow, 1, () => ({ [member]: 'something else' }))
      expect(await verdictsOn(1, changed)).toEqual({ ...allPass, graph: 'ECT_LEDGER_DAMAGED' })
    },
  )

  it('[DAG-PARENT-SEQUENCES] fails when the entry names another record as its parent', async () => {
    const changed = withEntry(recorded.workflow, 3, ({ parents }) => ({
      parents: parents.map((parent) => ({ ...parent, sequence: 0 })),
    }))
    expect(await verdictsOn(3, changed)).toEqual({ ...allPass, graph: 'ECT_LEDGER_DAMAGED' })
  })

  it('fails for tasks that are shown as those of another workflow', async () => {
    const another = { ...recorded.workflow, workflowId: '0195f3a2-0000-7000-8000-00000000ffff' }
    expect(await verdictsOn(1, another)).toEqual({ ...allPass, graph: 'ECT_LEDGER_DAMAGED' })
    const sameInUpperCase = { ...recorded.workflow, workflowId: recorded.workflow.workflowId.toUpperCase() }
    expect(await verdictsOn(1, sameInUpperCase)).toEqual(allPass)
  })

  it('[DAG-PARENT-EXISTS] fails when a parent is not shown', async () => {
    const { entries } = recorded.workflow
    const hidden = { ...recorded.workflow, entries: entries.filter(({ sequence }) => sequence !== 2) }
    expect(await verdictsOn(3, hidden)).toEqual({ ...allPass, graph: 'ECT_DAG_PARENT_MISSING' })
  })

  it.for([
    [false, 'ECT_DAG_PARENT_MISSING'],
    [true, 'pass'],
  ] as const)(
    '[DAG-PARENT-OTHER-WORKFLOW] with crossWorkflowParents %o, a parent of another workflow: %s',
    async ([crossWorkflowParents, graph]) => {
      const outside = recorded.workflow.entries.slice(0, 1)
      const other = '0195f3a2-0000-7000-8000-000000000002'
      const { entry, trust } = await childOf(outside[0], other, { crossWorkflowParents })
      const workflow = { ...recorded.workflow, workflowId: other, entries: [entry], outside }
      const report = await verifyWorkflow(workflow, recorded.evidence, trust)
      expect([...report.keys()]).toEqual([5])
      expect(words(report.get(5))).toEqual({ ...allPass, graph, inclusion: 'unchecked' })
    },
  )

  it('[DAG-PARENT-VERIFIED] fails for a parent outside that the log does not hold at its place', async () => {
    const outside = recorded.workflow.entries.slice(0, 1)
    const other = '0195f3a2-0000-7000-8000-000000000002'
    const { entry, trust } = await childOf(outside[0], other, { crossWorkflowParents: true })
    const workflow = { ...recorded.workflow, workflowId: other, entries: [entry], outside }
    const receipts = new Map([[0, recorded.evidence.receipts.get(1) ?? '']])
    const report = await verifyWorkflow(workflow, { ...recorded.evidence, receipts }, trust)
    expect(words(report.get(5))).toMatchObject({ signature: 'pass', graph: 'ECT_DAG_PARENT_MISSING' })
  })

  it('fails when two entries change places', async () => {
    const swapped = withEntry(
      withEntry(recorded.workflow, 2, () => ({ sequence: 9 })),
      3,
      () => ({ sequence: 2 }),
    )
    expect(await verdictsOn(2, swapped)).toMatchObject({
      graph: 'ECT_DAG_PARENT_MISSING',
      inclusion: 'ECT_PROOF_INCLUSION',
    })
  })
})

describe('inclusion', () => {
  it('[CHECKPOINT-KEY-NAME] fails under the key of another log', async () => {
    const { verifierKey } = generateNoteKey('other.example.com/log')
    const trust = recorded.trustWith({ logKey: verifierKey })
    expect(await verdictsOn(0, recorded.workflow, trust)).toEqual({ ...allPass, inclusion: 'ECT_CHECKPOINT_ORIGIN' })
  })

  it('fails under another key of the same name', async () => {
    const { verifierKey } = generateNoteKey('ledger.example.com/audit')
    const trust = recorded.trustWith({ logKey: verifierKey })
    expect(await verdictsOn(0, recorded.workflow, trust)).toEqual({ ...allPass, inclusion: 'ECT_CHECKPOINT_SIGNATURE' })
  })

  it('[PROOF-RECEIPT] fails when the receipt is that of another entry', async () => {
    const moved = new Map([[0, recorded.evidence.receipts.get(1) ?? '']])
    const report = await verifyWorkflow(recorded.workflow, { ...recorded.evidence, receipts: moved }, recorded.trust)
    expect(words(report.get(0))).toMatchObject({ inclusion: 'ECT_PROOF_INCLUSION' })
  })
})

/** A child of the rejected task that is genuine in itself, as a ledger that skips the rule would have recorded it. */
async function withUnsettledChild() {
  const { entries, workflowId } = recorded.workflow
  const { entry, trust } = await childOf(
    entries.find(({ action }) => action === 'deploy'),
    workflowId,
  )
  return { workflow: { ...recorded.workflow, entries: [...entries, entry] }, trust }
}

/** A task by mallory that names a recorded one as its parent, and a key set in which her key stands. */
async function childOf(parent: Entry | undefined, wid: string, pins: Pins = {}) {
  if (parent === undefined) throw new TypeError('the sample has this task')
  const agent = 'spiffe://example.com/agent/mallory'
  const { privateKey, publicJwk } = await generateKey({ kid: 'mallory-key', subject: agent })
  const now = parent.verifiedAt + 60
  const tid = '0195f3a2-0000-4000-8000-000000000777'
  const claims = { iss: agent, aud: audience, wid, tid, exec_act: 'announce', pol: 'policy_v1' }
  const token = await signEct({ ...claims, par: [parent.taskId], pol_decision: 'approved' }, { key: privateKey, now })
  const entry: Entry = {
    sequence: 5,
    taskId: tid,
    workflowId: wid,
    agent,
    action: claims.exec_act,
    decision: 'approved',
    parents: [{ taskId: parent.taskId, sequence: parent.sequence }],
    verifiedAt: now,
    storedAt: now,
    latenessSeconds: 0,
    token,
  }
  const keySet = JSON.stringify({ keys: [...recorded.recorder.keys.keys, publicJwk] })
  return { entry, trust: recorded.trustWith({ ...pins, keySet }) }
}
