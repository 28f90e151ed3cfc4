/** Writes the module, has two agents test it at the same time, rolls back what failed, and tries again. */
import { type Agent, startAgent } from '../agent.ts'
import type { DoneTask, OwnTask } from '../deed.ts'
import { identities } from '../identities.ts'
import { textOf } from '../message.ts'
import { writeModule } from '../work/dose-calculator.ts'

const testers = [identities.unitTester, identities.integrationTester]
const maxAttempts = 3

await startAgent(identities.codeGenerator, async (request, agent) => {
  const spec = await agent.receive(request, identities.specReviewer)
  let module = await implement(agent, [spec], request.body, '')

  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const results = await Promise.all(testers.map((tester) => haveTested(agent, module, tester)))
    const failed = results.filter(({ token }) => token.task.decision === 'rejected')

    if (failed.length === 0) {
      // Fan-in: the build agent gets the tokens of both tests.
      const tokens = new Set(results.flatMap(({ reply }) => reply.tokens))
      await agent.handOver(identities.buildAgent, { tokens: [...tokens], body: module.body })
      return module
    }

    // A rejected task may have no child but one that repairs it: first undo, then do it again.
    const failures = failed.map(({ reply }) => textOf(reply.body)).join('')
    const rollback = await agent.perform({
      action: 'rollback_module',
      policy: 'coding_standards_v3',
      audience: testers,
      parents: failed.map(({ token }) => token),
      input: module.body,
      output: new Uint8Array(),
      more: { compensation_required: true, compensation_reason: 'tests failed' },
    })
    module = await implement(agent, [rollback], request.body, failures)
  }
  throw new Error('the module does not get better')
})

function implement(agent: Agent, parents: readonly DoneTask[], spec: Uint8Array, failures: string): Promise<OwnTask> {
  return agent.perform({
    action: 'implement_module',
    policy: 'coding_standards_v3',
    audience: [identities.specReviewer, ...testers],
    parents,
    input: spec,
    output: writeModule(failures),
  })
}

async function haveTested(agent: Agent, module: OwnTask, tester: string) {
  const reply = await agent.handOver(tester, module)
  return { reply, token: await agent.receive(reply, tester) }
}
