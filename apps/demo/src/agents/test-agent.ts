/** Tests the module; runs twice, as the unit tester and as the integration tester. */
import { identities } from '../identities.ts'
import { startAgent } from '../start-agent.ts'
import { integrationTests, testModule, unitTests } from '../work/dose-calculator.ts'

const id = process.argv[2] === 'unit' ? identities.unitTester : identities.integrationTester
const tests = process.argv[2] === 'unit' ? unitTests : integrationTests

await startAgent(id, async (request, agent) => {
  const { body } = await agent.receive(request, identities.codeGenerator)
  const { passed, report } = await testModule(body, tests)
  const claims = await agent.claims({
    action: 'execute_test_suite',
    policy: 'test_coverage_policy_v1',
    decision: passed ? 'approved' : 'rejected',
    audience: [identities.codeGenerator, identities.buildAgent],
    input: body,
  })
  // The test follows from the module, and its token goes with the report.
  request.get('execution').issueChild(claims)
  return request.body(report)
})
