/** A person's workstation: reviews the build, which releases it from its pending state, and approves the release. */
import { answerWith } from '../agent.ts'
import { identities } from '../identities.ts'
import { startAgent } from '../start-agent.ts'

await startAgent(identities.releaseManager, async (request, agent) => {
  const build = await agent.receive(request, identities.buildAgent)
  const release = { policy: 'release_policy_v1', audience: [identities.buildAgent], input: build.body }
  // Only a task with such a name may follow a pending one.
  const review = await agent.perform({ ...release, action: 'human_review_release' }, [build], build.body)
  const approval = await agent.perform(
    { ...release, action: 'approve_release', more: { witnessed_by: [identities.qualityEngineer] } },
    [review],
    build.body,
  )
  return answerWith(approval)
})
