import { createVerifier, inspect, type TaskRecord, topologicalOrder } from 'wimse-ect'
import { auditLedger } from '../audit.ts'
import { type Cast, lateBySeconds, maxLatenessSeconds } from '../cast.ts'
import { checkTasks, type ExpectedTask } from '../expected-task.ts'
import { getJson, post } from '../http-client.ts'
import { identities } from '../identities.ts'
import { readEntries, recordAllAt } from '../ledger-client.ts'
import { expectDefined, expectEqual, Surprise } from '../surprise.ts'
import { requirements } from '../work/dose-calculator.ts'

const { specReviewer, codeGenerator, unitTester, integrationTester, buildAgent, releaseManager } = identities
const implement = { agent: codeGenerator, action: 'implement_module' } as const
const unitTest = { agent: unitTester, action: 'execute_test_suite' } as const
const integrationTest = { agent: integrationTester, action: 'execute_test_suite' } as const
const approved = 'approved' as const

/** What the agents must have done when the release is out, in every mode. */
export const lifeCycleTasks: readonly ExpectedTask[] = [
  { name: 'spec', agent: specReviewer, action: 'review_requirements_spec', decision: approved, parents: [] },
  { name: 'first try', ...implement, decision: approved, parents: ['spec'] },
  { name: 'unit test', ...unitTest, decision: 'rejected', parents: ['first try'] },
  { name: 'integration test', ...integrationTest, decision: approved, parents: ['first try'] },
  { name: 'rollback', agent: codeGenerator, action: 'rollback_module', decision: approved, parents: ['unit test'] },
  { name: 'second try', ...implement, decision: approved, parents: ['rollback'] },
  { name: 'second unit test', ...unitTest, decision: approved, parents: ['second try'] },
  { name: 'second integration test', ...integrationTest, decision: approved, parents: ['second try'] },
  {
    name: 'build',
    agent: buildAgent,
    action: 'build_release_artifact',
    decision: 'pending_human_review',
    parents: ['second unit test', 'second integration test'],
  },
  { name: 'review', agent: releaseManager, action: 'human_review_release', decision: approved, parents: ['build'] },
  { name: 'release', agent: releaseManager, action: 'approve_release', decision: approved, parents: ['review'] },
]

/** What came of the three modes. */
export interface LifeCycle {
  /** Number of tasks that were done without a ledger. */
  readonly pointToPointTasks: number
  /** How late each task of the deferred mode was recorded, in seconds. */
  readonly latenessSeconds: readonly number[]
  /** The tasks of the full mode, as recorded. */
  readonly records: readonly TaskRecord[]
}

/** The life cycle of a medical device's software [EXAMPLE-LIFE-CYCLE], once in each mode. */
export async function playLifeCycle(cast: Cast): Promise<LifeCycle> {
  return {
    pointToPointTasks: await pointToPoint(cast),
    latenessSeconds: await deferred(cast),
    records: await full(cast),
  }
}

/** No ledger: each agent verifies the task it gets together with the parents that come inline [MODE-POINT-TO-POINT]. */
async function pointToPoint(cast: Cast): Promise<number> {
  const before = await readEntries(cast.ledgerUrl)
  const tokens = await runWithoutLedger(cast)
  expectEqual('ledger after the point-to-point mode', await readEntries(cast.ledgerUrl), before)
  return tokens.length
}

/** The same, and an hour later all tokens go to a ledger that takes late ones [MODE-DEFERRED] [MODE-LATENESS]. */
async function deferred(cast: Cast): Promise<readonly number[]> {
  await recordAllAt(cast.lateLedgerUrl, await runWithoutLedger(cast))
  const { entries, records } = await auditLedger(cast.lateLedgerUrl, cast.keys, maxLatenessSeconds)
  checkLifeCycle(records)
  // Late is what comes after exp, ten minutes after iat.
  const least = lateBySeconds - 600
  for (const { latenessSeconds } of entries) {
    if (latenessSeconds < least || latenessSeconds > least + 120) throw new Surprise(`${latenessSeconds} s late`)
  }
  return entries.map(({ latenessSeconds }) => latenessSeconds)
}

/** Every task is recorded when it is done; no agent builds on one that the ledger has not accepted [MODE-FULL]. */
async function full(cast: Cast): Promise<readonly TaskRecord[]> {
  const { entries: before } = await auditLedger(cast.ledgerUrl, cast.keys)
  await cast.useLedger(cast.ledgerUrl)
  await startWorkflow(cast)
  const { records } = await auditLedger(cast.ledgerUrl, cast.keys)
  const added = records.slice(before.length)
  checkLifeCycle(added)
  return added
}

/** Every task was done, all in one workflow, the rollback says what it is, and the release has its witness. */
function checkLifeCycle(records: readonly TaskRecord[]): void {
  const found = checkTasks(records, lifeCycleTasks)
  expectEqual('number of workflows', new Set(records.map(({ task }) => task.workflowId)).size, 1)
  expectEqual('compensation', found.get('rollback')?.task.compensation, true)
  expectEqual('witnesses', found.get('release')?.task.witnessedBy, [identities.qualityEngineer])
}

/** Runs the workflow and returns the tokens that the agents issued, parents first. */
async function runWithoutLedger(cast: Cast): Promise<readonly string[]> {
  await cast.useLedger(undefined)
  await startWorkflow(cast)
  const agents = new Set(lifeCycleTasks.map(({ agent }) => agent))
  const issued = (await Promise.all([...agents].map((agent) => getJson(`${cast.url(agent)}/issued`)))).flat()
  const verifier = createVerifier({ audience: identities.ledger, keys: cast.keys })
  const tokens = await Promise.all(issued.map((token) => verifier.verify(String(token))))
  const compactOf = new Map(
    tokens.map(({ task, compact }): [TaskRecord, string] => [{ task, sequence: undefined }, compact]),
  )
  checkLifeCycle([...compactOf.keys()])
  expectEqual('issues of the graph', inspect(compactOf.keys()), [])
  return topologicalOrder(compactOf.keys()).map((record) => expectDefined('token', compactOf.get(record)))
}

/** What a customer does: sends the requirements and waits. */
async function startWorkflow(cast: Cast): Promise<void> {
  await post(`${cast.url(specReviewer)}/tasks`, requirements)
}
