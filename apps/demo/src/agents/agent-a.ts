/** Agent A reviews a specification, hands it to agent B, and takes back what B made of it. */
import { contentHash, signEct } from 'wimse-ect'
import { AgentRefusal } from '../agent-refusal.ts'
import { identities } from '../identities.ts'
import { log } from '../log.ts'
import { textBytes, textOf } from '../message.ts'
import { post } from '../post.ts'
import { startWorkload } from '../workload.ts'

await startWorkload(identities.agentA, {
  'POST /tasks': async (request, { id, key, verifier, tasksOf }) => {
    // 1. Do the work.
    const review = textBytes(`reviewed: ${textOf(request.body)}`)

    // 2. Sign what was done. iat, exp, jti and tid are filled in.
    const root = await signEct(
      {
        iss: id,
        aud: [identities.agentB, identities.ledger],
        exec_act: 'review_spec',
        par: [],
        pol: 'policy_v1',
        pol_decision: 'approved',
        inp_hash: await contentHash(request.body),
        out_hash: await contentHash(review),
      },
      { key },
    )
    log({ event: 'did', text: 'review_spec' })

    // 3. Send the work to B, the token beside it.
    const reply = await post(tasksOf(identities.agentB), { tokens: [root], body: review })

    // 4. B's token comes back the same way. It names ours as its parent, so both are verified together.
    const { subjects } = await verifier.verifyAll([root, ...reply.tokens])
    if (subjects[0]?.task.agent !== identities.agentB) throw new AgentRefusal('the answer comes from agent B')
    return reply
  },
})
