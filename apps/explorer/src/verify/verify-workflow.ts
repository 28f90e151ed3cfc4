import type { EctError, VerifiedEct } from '@wimse-ect/claims'
import type { Entry } from '../service/entry.ts'
import type { Evidence, Workflow } from '../service/ledger-source.ts'
import { dimensionOf } from './dimension-of.ts'
import { judgeGraph } from './judge-graph.ts'
import { judgeInclusion } from './judge-inclusion.ts'
import { type JudgedToken, makeTokenJudge, type TokenJudge } from './judge-token.ts'
import { readKeySet, type Trust } from './trust.ts'
import { pass, type TaskReport, unchecked, type Verdict } from './verdict.ts'

/** The reports on the tasks of a workflow by sequence, in that order. */
export type WorkflowReport = ReadonlyMap<number, TaskReport>

/** How far a verification is. */
export interface Progress {
  readonly done: number
  readonly of: number
}

/**
 * Verifies every task of a workflow in this browser, with the rules of the packages.
 *
 * @param evidence `undefined` when there is none: then inclusion is not checked
 * @param tell called now and then, so that the page can show how far it is
 */
export async function verifyWorkflow(
  workflow: Workflow,
  evidence: Evidence | undefined,
  trust: Trust,
  tell: (progress: Progress) => void = () => undefined,
): Promise<WorkflowReport> {
  const judge = tokenJudgeFor(workflow, trust)
  const all = [...workflow.outside, ...workflow.entries]
  const judged = new Map<number, JudgedToken>()
  for (const entry of all) {
    judged.set(entry.sequence, typeof judge === 'string' ? notJudged(judge) : await judge(entry))
    if (judged.size % 25 === 0) {
      tell({ done: judged.size, of: all.length })
      await nextFrame()
    }
  }
  const logKey = trust.logKey.value
  const inclusionOf = (entry: Entry): Verdict => judgeInclusion(entry, evidence?.receipts.get(entry.sequence), logKey)
  const tokens = new Map<number, VerifiedEct>()
  for (const [sequence, { token }] of judged) if (token !== undefined) tokens.set(sequence, token)
  // They have no report of their own: what the log does not hold must not pass for a recorded parent.
  for (const entry of workflow.outside) if (inclusionOf(entry).outcome === 'fail') tokens.delete(entry.sequence)
  const issues = judgeGraph(workflow, tokens, trust.crossWorkflowParents)
  const report = (entry: Entry): TaskReport => {
    const found = judged.get(entry.sequence) ?? notJudged('it was not reached')
    return { ...withGraph(found, issues.get(entry.sequence) ?? []), inclusion: inclusionOf(entry) }
  }
  return new Map(workflow.entries.map((entry) => [entry.sequence, report(entry)]))
}

/** The judge, or why there is none. */
function tokenJudgeFor({ log }: Workflow, { keySet, audience }: Trust): TokenJudge | string {
  // Without it nothing can be verified: browsers have WebCrypto only in pages from https, loopback and files.
  if (globalThis.crypto?.subtle === undefined) return 'browsers check signatures only on pages loaded by https'
  if (keySet.value === undefined) return 'the keys of the agents are not known'
  if (audience.value === undefined) return 'the identifier of the ledger is not known'
  try {
    return makeTokenJudge(readKeySet(keySet.value), audience.value, log)
  } catch {
    return 'the key set cannot be read'
  }
}

function notJudged(reason: string): JudgedToken {
  const open = unchecked(reason)
  const verdicts = { signature: open, identity: open, time: open, policy: open }
  return { verdicts, graphError: undefined, token: undefined }
}

/** Adds what the graph showed to what the token shows by itself. */
function withGraph({ verdicts, graphError, token }: JudgedToken, issues: readonly EctError[]) {
  const ofGraph = [...(graphError === undefined ? [] : [graphError]), ...issues]
  const failed = ofGraph.find((error) => dimensionOf(error) === 'graph')
  const unsettled = ofGraph.find((error) => dimensionOf(error) === 'policy')
  const open = unchecked('only a verified token has a place in the graph')
  const graph: Verdict = failed === undefined ? (token === undefined ? open : pass) : failure(failed)
  const policy = verdicts.policy.outcome === 'pass' && unsettled !== undefined ? failure(unsettled) : verdicts.policy
  return { ...verdicts, graph, policy }
}

function failure({ code, path }: EctError): Verdict {
  return { outcome: 'fail', code, path }
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
