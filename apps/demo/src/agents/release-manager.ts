/** A person's workstation: reviews the build, which releases it from its pending state, and approves the release. */
import { startAgent } from '../agent.ts'
import { identities } from '../identities.ts'

await startAgent(identities.releaseManager, async (request, agent) => {
  const build = await agent.receive(request, identities.buildAgent)
  // Only a task with such a name may follow a pending one.
  const review = await agent.perform({
    action: 'human_review_release',
    policy: 'release_policy_v1',
    audience: [identities.buildAgent],
    parents: [build],
    input: request.body,
    output: request.body,
  })
  return agent.perform({
    action: 'approve_release',
    policy: 'release_policy_v1',
    audience: [identities.buildAgent],
    parents: [review],
    input: request.body,
    output: request.body,
    more: { witnessed_by: [identities.qualityEngineer] },
  })
})
