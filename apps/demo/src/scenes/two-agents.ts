import type { TaskRecord } from 'wimse-ect'
import { auditLedger } from '../audit.ts'
import type { Cast } from '../cast.ts'
import { checkTasks, type ExpectedTask } from '../expected-task.ts'
import { post } from '../http-client.ts'
import { identities } from '../identities.ts'

/** What must stand in the ledger afterwards. */
export const twoAgentTasks: readonly ExpectedTask[] = [
  { name: 'review', agent: identities.agentA, action: 'review_spec', decision: 'approved', parents: [] },
  { name: 'summary', agent: identities.agentB, action: 'summarise_spec', decision: 'approved', parents: ['review'] },
]

/** Agent A works, hands over to agent B, and gets B's work back; B records both tasks [GO-DEMO]. */
export async function playTwoAgents(cast: Cast): Promise<readonly TaskRecord[]> {
  await cast.useLedger(cast.ledgerUrl)
  await post(`${cast.url(identities.agentA)}/tasks`, 'The pump stops when it is empty.')
  const { records } = await auditLedger(cast.ledgerUrl, cast.keys)
  checkTasks(records, twoAgentTasks)
  return records
}
