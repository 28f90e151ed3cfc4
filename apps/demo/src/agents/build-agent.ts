/** Builds the release from a module that both testers tested. Its policy lets nothing out without a person's review. */
import { checkContent, startAgent } from '../agent.ts'
import { AgentRefusal } from '../agent-refusal.ts'
import { identities } from '../identities.ts'
import { textBytes, textOf } from '../message.ts'

await startAgent(identities.buildAgent, async (request, agent) => {
  const tests = await agent.receiveFromEach(request, [identities.unitTester, identities.integrationTester])
  for (const { task } of tests) {
    if (task.decision !== 'approved') throw new AgentRefusal('a test failed')
    // What is built is, byte for byte, what was tested.
    await checkContent(task.inputHash, request.body)
  }

  const release = { name: 'dose-calculator', version: '1.0.0', 'index.js': textOf(request.body) }
  const build = await agent.perform({
    action: 'build_release_artifact',
    policy: 'build_policy_v1',
    decision: 'pending_human_review',
    audience: [identities.releaseManager],
    parents: tests,
    input: request.body,
    output: textBytes(JSON.stringify(release)),
  })
  const reply = await agent.handOver(identities.releaseManager, build)
  await agent.receive(reply, identities.releaseManager)
  return build
})
