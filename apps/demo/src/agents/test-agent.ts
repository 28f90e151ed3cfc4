/** Tests the module; runs twice, as the unit tester and as the integration tester. */
import { startAgent } from '../agent.ts'
import { identities } from '../identities.ts'
import { integrationTests, testModule, unitTests } from '../work/dose-calculator.ts'

const id = process.argv[2] === 'unit' ? identities.unitTester : identities.integrationTester
const tests = process.argv[2] === 'unit' ? unitTests : integrationTests

await startAgent(id, async (request, agent) => {
  const module = await agent.receive(request, identities.codeGenerator)
  const { passed, report } = await testModule(request.body, tests)
  return agent.perform({
    action: 'execute_test_suite',
    policy: 'test_coverage_policy_v1',
    decision: passed ? 'approved' : 'rejected',
    audience: [identities.codeGenerator, identities.buildAgent],
    parents: [module],
    input: request.body,
    output: report,
  })
})
