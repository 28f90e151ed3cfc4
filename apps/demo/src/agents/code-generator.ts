/** Writes the module, has two agents test it at the same time, rolls back what failed, and tries again. */
import { type Agent, answerWith } from '../agent.ts'
import { textOf } from '../bytes.ts'
import { identities } from '../identities.ts'
import type { DoneTask, Result } from '../result.ts'
import { startAgent } from '../start-agent.ts'
import { writeModule } from '../work/dose-calculator.ts'

const testers = [identities.unitTester, identities.integrationTester]
const maxAttempts = 2

await startAgent(identities.codeGenerator, async (request, agent) => {
  const spec = await agent.receive(request, identities.specReviewer)
  let module = await implement(agent, spec, spec.body, '')
  /** What leads from the spec to the module: the reviewer sees by it that this is the answer to its request. */
  const way: DoneTask[] = []

  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    // Fan-out: one task, and its token goes to both.
    const results = await Promise.all(testers.map((tester) => agent.handOver(tester, module)))
    const failed = results.filter(({ token }) => token.task.decision === 'rejected')

    if (failed.length === 0) {
      // Fan-in: the build agent gets the tokens of both tests.
      const tokens = results.flatMap((result) => result.tokens)
      const parents = results.flatMap((result) => result.parents)
      await agent.handOver(identities.buildAgent, { tokens, parents, body: module.body })
      return answerWith({ ...module, parents: way })
    }

    // A rejected task may have no child but one that repairs it: first undo, then do it again.
    const rollback = await agent.perform(
      {
        action: 'rollback_module',
        policy: 'coding_standards_v3',
        audience: testers,
        input: module.body,
        more: { compensation_required: true, compensation_reason: 'tests failed' },
      },
      failed,
      new Uint8Array(),
    )
    way.push(...module.tokens, ...failed.map(({ token }) => token), ...rollback.tokens)
    const failures = failed.map(({ body }) => textOf(body)).join('')
    module = await implement(agent, rollback, spec.body, failures)
  }
  throw new Error('the module does not get better')
})

function implement(agent: Agent, parent: Result, spec: Uint8Array, failures: string): Promise<Result> {
  const deed = {
    action: 'implement_module',
    policy: 'coding_standards_v3',
    audience: [identities.specReviewer, ...testers],
    input: spec,
  }
  return agent.perform(deed, [parent], writeModule(failures))
}
