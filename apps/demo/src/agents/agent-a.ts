/** Agent A reviews a specification, hands it to agent B, and takes back what B made of it. */
import { verifiedTokensOf, withExecutionContext } from '@wimse-ect/http'
import { contentHash } from 'wimse-ect'
import { createAgentApp } from '../agent-app.ts'
import { AgentRefusal } from '../agent-refusal.ts'
import { textBytes } from '../bytes.ts'
import { checkContent } from '../check-content.ts'
import { bodyOf, send } from '../http-client.ts'
import { identities } from '../identities.ts'
import { log } from '../log.ts'
import { createWorkload } from '../workload.ts'

const workload = await createWorkload(identities.agentA)
const { issuer, verifier } = workload
const app = createAgentApp()

// Customers have no tokens, so there is no middleware.
app.post('/tasks', async (c) => {
  // 1. Do the work.
  const spec = await c.req.text()
  const review = `reviewed: ${spec}`
  log({ event: 'did', text: 'review_spec' })

  // 2. Say what was done. The token of it is issued with the request, over its body; the answer is verified.
  const sendWithToken = withExecutionContext(send, {
    issuer,
    claims: {
      aud: [identities.agentB, identities.ledger],
      exec_act: 'review_spec',
      pol: 'policy_v1',
      pol_decision: 'approved',
      inp_hash: await contentHash(textBytes(spec)),
    },
    response: { verifier },
  })

  // 3. Send the work to B, the token beside it.
  const response = await sendWithToken(workload.tasksOf(identities.agentB), { method: 'POST', body: review })
  const summary = await bodyOf(response)

  // 4. B's token came back with the answer, and follows from ours. Is it B's, and about these bytes?
  const [answer] = verifiedTokensOf(response).subjects
  if (answer?.task.agent !== identities.agentB) throw new AgentRefusal('the answer comes from agent B')
  await checkContent(answer.task.outputHash, summary)
  return c.body(summary)
})

await workload.serve(app)
