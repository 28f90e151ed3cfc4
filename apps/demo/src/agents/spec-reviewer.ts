/** Reviews the requirements: the root of the workflow. */
import { startAgent } from '../agent.ts'
import { identities } from '../identities.ts'
import { textBytes, textOf } from '../message.ts'
import { reviewRequirements } from '../work/dose-calculator.ts'

await startAgent(identities.specReviewer, async (request, agent) => {
  const { accepted, list } = reviewRequirements(textOf(request.body))
  const review = await agent.perform({
    action: 'review_requirements_spec',
    policy: 'spec_review_policy_v2',
    decision: accepted ? 'approved' : 'rejected',
    audience: [identities.codeGenerator],
    parents: [],
    input: request.body,
    output: textBytes(JSON.stringify(list)),
  })
  if (!accepted) return review
  const reply = await agent.handOver(identities.codeGenerator, review)
  await agent.receive(reply, identities.codeGenerator)
  return reply
})
