import type { IdKind, PolicyDecision } from '@wimse-ect/claims'
import type { Ledger, LedgerEntry, ParentReference } from '@wimse-ect/ledger'
import { readToken } from '@wimse-ect/ledger/durable'
import { jsonAnswer } from './answers.ts'
import { firstPage } from './page.ts'
import type { Query } from './query.ts'

/** An entry as the service writes it. */
export interface EntryJson {
  readonly sequence: number
  readonly taskId: string
  readonly workflowId?: string
  readonly agent: string
  readonly action: string
  readonly decision?: PolicyDecision
  readonly parents: readonly ParentReference[]
  readonly verifiedAt: number
  readonly storedAt: number
  readonly latenessSeconds: number
  readonly token: string
}

/** The entry, with the decision of its token, which no index holds. */
export function entryJson(entry: LedgerEntry, ids: IdKind): EntryJson {
  const { compact, workflowId, sequence, taskId, agent, action, parents, ...times } = entry
  const { decision } = readToken(compact, ids).task
  return {
    sequence,
    taskId,
    ...(workflowId === undefined ? {} : { workflowId }),
    agent,
    action,
    ...(decision === undefined ? {} : { decision }),
    parents,
    ...times,
    token: compact,
  }
}

/** The answer that holds a page of entries, as many as the request asks for. */
export async function pageAnswer(
  iteration: AsyncIterable<LedgerEntry>,
  ledger: Ledger,
  query: Query,
): Promise<Response> {
  const { things, following } = await firstPage(iteration, query.limit())
  const entries = things.map((entry) => entryJson(entry, ledger.ids))
  return jsonAnswer(following === undefined ? { entries } : { entries, next: following.sequence })
}
