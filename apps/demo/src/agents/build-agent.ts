/** Builds the release from a module that both testers tested. Its policy lets nothing out without a person's review. */
import { answerWith } from '../agent.ts'
import { AgentRefusal } from '../agent-refusal.ts'
import { textBytes, textOf } from '../bytes.ts'
import { checkContent } from '../check-content.ts'
import { identities } from '../identities.ts'
import { startAgent } from '../start-agent.ts'

await startAgent(identities.buildAgent, async (request, agent) => {
  const tested = await agent.receiveFromEach(request, [identities.unitTester, identities.integrationTester])
  for (const { task } of tested.tokens) {
    if (task.decision !== 'approved') throw new AgentRefusal('a test failed')
    // What is built is, byte for byte, what was tested.
    await checkContent(task.inputHash, tested.body)
  }

  const release = { name: 'dose-calculator', version: '1.0.0', 'index.js': textOf(tested.body) }
  const build = await agent.perform(
    {
      action: 'build_release_artifact',
      policy: 'build_policy_v1',
      decision: 'pending_human_review',
      audience: [identities.releaseManager, identities.codeGenerator],
      input: tested.body,
    },
    [tested],
    textBytes(JSON.stringify(release)),
  )
  await agent.handOver(identities.releaseManager, build)
  return answerWith(build)
})
