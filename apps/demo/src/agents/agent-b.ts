/** Agent B takes work from A: it verifies and records A's token, does its part, and answers with a token of its own. */
import { executionContext } from '@wimse-ect/http/hono'
import { contentHash } from 'wimse-ect'
import { createAgentApp } from '../agent-app.ts'
import { AgentRefusal } from '../agent-refusal.ts'
import { textBytes } from '../bytes.ts'
import { checkContent } from '../check-content.ts'
import { identities } from '../identities.ts'
import { recordAt } from '../ledger-client.ts'
import { log, logError } from '../log.ts'
import { createWorkload } from '../workload.ts'

const workload = await createWorkload(identities.agentB)
const { issuer, verifier } = workload
const app = createAgentApp()

// 1. Who did what before us? A request with a token that breaks a rule, or with none, does not come any further.
app.use(
  executionContext({
    verifier,
    issuer,
    // 5. The token of what we did is in the ledger before the answer goes.
    record: ({ token }) => recordAt(workload.ledgerUrl, token),
    onRefusal: logError,
    onFailure: logError,
  }),
)

app.post('/tasks', async (c) => {
  const { subjects, issueChild } = c.get('execution')
  const [root] = subjects
  if (root?.task.agent !== identities.agentA) throw new AgentRefusal('work comes from agent A')
  const review = await c.req.text()
  await checkContent(root.task.outputHash, textBytes(review))

  // 2. The ledger judges it against everything recorded before, and records it.
  await recordAt(workload.ledgerUrl, root.compact)

  // 3. Do the work.
  const summary = `summary: ${review.slice(0, 40)}`
  log({ event: 'did', text: 'summarise_spec' })

  // 4. Say what was done. The token names A's task as its parent and is issued over the body that is sent.
  issueChild({
    aud: [identities.agentA, identities.ledger],
    exec_act: 'summarise_spec',
    pol: 'policy_v1',
    pol_decision: 'approved',
    inp_hash: await contentHash(textBytes(review)),
  })
  return c.text(summary)
})

await workload.serve(app)
