/** Reviews the requirements of a customer: the root of the workflow. */
import { requestBody } from '../agent.ts'
import { textOf } from '../bytes.ts'
import { identities } from '../identities.ts'
import { startAgent } from '../start-agent.ts'
import { reviewRequirements } from '../work/dose-calculator.ts'

await startAgent(
  identities.specReviewer,
  async (request, agent) => {
    const input = await requestBody(request)
    const { accepted, list } = reviewRequirements(textOf(input))
    const review = {
      action: 'review_requirements_spec',
      policy: 'spec_review_policy_v2',
      audience: [identities.codeGenerator],
      input,
    }
    if (!accepted) {
      // What was rejected is recorded too.
      request.get('execution').issueChild(await agent.claims({ ...review, decision: 'rejected' }))
      return request.json(list, 422)
    }
    const module = await agent.begin(identities.codeGenerator, review, JSON.stringify(list))
    return request.body(module.body)
  },
  { fromCustomers: true },
)
