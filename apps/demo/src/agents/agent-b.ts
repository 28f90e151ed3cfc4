/** Agent B takes work from A: it verifies and records A's token, does its part, and answers with a token of its own. */
import { contentHash, signEct } from 'wimse-ect'
import { AgentRefusal } from '../agent-refusal.ts'
import { identities } from '../identities.ts'
import { recordAt } from '../ledger-client.ts'
import { log } from '../log.ts'
import { textBytes, textOf } from '../message.ts'
import { startWorkload } from '../workload.ts'

await startWorkload(identities.agentB, {
  'POST /tasks': async (request, { id, key, verifier, ledgerUrl }) => {
    // 1. Who did what before us? Verified, or an EctError with the code of the first rule that is broken.
    const { subjects } = await verifier.verifyAll(request.tokens)
    const [root] = subjects
    if (root?.task.agent !== identities.agentA) throw new AgentRefusal('work comes from agent A')

    // 2. The ledger judges it against everything recorded before, and records it.
    await recordAt(ledgerUrl, root.compact)

    // 3. Do the work.
    const summary = textBytes(`summary: ${textOf(request.body).slice(0, 40)}`)

    // 4. Sign it as a child of A's task, and record that too.
    const child = await signEct(
      {
        iss: id,
        aud: [identities.agentA, identities.ledger],
        exec_act: 'summarise_spec',
        par: [root.task.taskId],
        pol: 'policy_v1',
        pol_decision: 'approved',
        inp_hash: await contentHash(request.body),
        out_hash: await contentHash(summary),
      },
      { key },
    )
    log({ event: 'did', text: 'summarise_spec' })
    await recordAt(ledgerUrl, child)
    return { tokens: [child], body: summary }
  },
})
