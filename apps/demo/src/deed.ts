import { randomUUID } from 'node:crypto'
import { type ClaimsToSign, contentHash, type PolicyDecision, signEct, type Task } from 'wimse-ect'
import { identities } from './identities.ts'
import { recordAt } from './ledger-client.ts'
import { log } from './log.ts'
import type { Message } from './message.ts'
import type { Workload } from './workload.ts'

/** A task that was done: one of our own, or a verified token. */
export interface DoneTask {
  readonly compact: string
  readonly task: Pick<Task, 'taskId' | 'workflowId'>
}

/** A task of our own as it is handed on: its token with those of its direct parents, and its output. */
export interface OwnTask extends DoneTask, Message {}

/** What an agent says about its work; the other claims are the same for all agents. */
export interface Deed {
  readonly action: string
  readonly policy: string
  /** Default `approved`. */
  readonly decision?: PolicyDecision
  /** Whom the token is for, beside the ledger. */
  readonly audience: readonly string[]
  readonly parents: readonly DoneTask[]
  readonly input: Uint8Array
  readonly output: Uint8Array
  /** Further claims. */
  readonly more?: Partial<ClaimsToSign<'execution-context-00'>>
}

/** Signs what was done and, where there is a ledger, records it. */
export async function performDeed({ id, key, ledgerUrl }: Workload, deed: Deed): Promise<OwnTask> {
  const { action, decision = 'approved', parents, output } = deed
  const task = { taskId: randomUUID(), workflowId: parents[0]?.task.workflowId ?? randomUUID() }
  const compact = await signEct(
    {
      iss: id,
      aud: [...deed.audience, identities.ledger],
      tid: task.taskId,
      wid: task.workflowId,
      exec_act: action,
      par: parents.map((parent) => parent.task.taskId),
      pol: deed.policy,
      pol_decision: decision,
      pol_enforcer: id,
      inp_hash: await contentHash(deed.input),
      out_hash: await contentHash(output),
      regulated_domain: 'medtech',
      ...deed.more,
    },
    { key },
  )
  if (ledgerUrl !== undefined) await recordAt(ledgerUrl, compact)
  log({ event: 'did', text: `${action} ${decision}` })
  return { compact, task, tokens: [compact, ...parents.map((parent) => parent.compact)], body: output }
}
