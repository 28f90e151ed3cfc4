import type { Step } from './step.ts'

const modules = [
  'pump_control',
  'dose_calculator',
  'alarm_manager',
  'telemetry',
  'display',
  'audit_trail',
  'updater',
  'battery',
]

/**
 * A release of the software of an infusion pump, in 60 tasks: a test and a scan fail and are repaired, two decisions
 * wait for a person, one deployment is rolled back.
 */
export function releaseWorkflow(): readonly Step[] {
  return [
    { action: 'receive_change_request', agent: 'intake', after: [] },
    { action: 'review_requirements', agent: 'spec-reviewer', after: ['receive_change_request'] },
    { action: 'assess_risk', agent: 'risk-analyst', after: ['receive_change_request'] },
    { action: 'check_licences', agent: 'compliance', after: ['receive_change_request'] },
    { action: 'plan_release', agent: 'planner', after: ['review_requirements', 'assess_risk', 'check_licences'] },
    ...modules.flatMap(moduleSteps),
    { action: 'integrate', agent: 'build-agent', after: modules.map((name) => `review_${name}`) },
    { action: 'run_system_tests', agent: 'test-agent', after: ['integrate'] },
    { action: 'run_load_tests', agent: 'test-agent', after: ['integrate'] },
    { action: 'scan_dependencies', agent: 'security', after: ['integrate'], decision: 'rejected' },
    {
      action: 'remediation_patch_dependency',
      agent: 'code-generator',
      after: ['scan_dependencies'],
      compensates: 'a library with a known weakness was replaced',
    },
    { action: 'scan_dependencies_again', agent: 'security', after: ['remediation_patch_dependency'] },
    {
      action: 'assemble_technical_file',
      agent: 'documentation',
      after: ['run_system_tests', 'run_load_tests', 'scan_dependencies_again'],
    },
    {
      action: 'judge_release',
      agent: 'release-board',
      after: ['assemble_technical_file'],
      decision: 'pending_human_review',
    },
    { action: 'human_review_release', agent: 'release-manager', after: ['judge_release'] },
    { action: 'build_release', agent: 'build-agent', after: ['human_review_release'] },
    { action: 'sign_release', agent: 'build-agent', after: ['build_release'] },
    ...['eu', 'us', 'asia'].flatMap(regionSteps),
    {
      action: 'rollback_asia',
      agent: 'deployer',
      after: ['verify_asia'],
      compensates: 'the former version was put back',
    },
    { action: 'close_change_request', agent: 'intake', after: ['verify_eu', 'verify_us', 'rollback_asia'] },
    { action: 'notify_authority', agent: 'compliance', after: ['close_change_request'] },
  ]
}

function moduleSteps(name: string): readonly Step[] {
  const steps: Step[] = [{ action: `implement_${name}`, agent: 'code-generator', after: ['plan_release'] }]
  const reviewed: string[] = []
  if (name === 'dose_calculator') {
    steps.push(
      { action: `test_${name}`, agent: 'test-agent', after: [`implement_${name}`], decision: 'rejected' },
      {
        action: `remediation_${name}`,
        agent: 'code-generator',
        after: [`test_${name}`],
        compensates: 'a rounding error',
      },
      { action: `test_${name}_again`, agent: 'test-agent', after: [`remediation_${name}`] },
    )
    reviewed.push(`test_${name}_again`)
  } else {
    steps.push({ action: `test_${name}`, agent: 'test-agent', after: [`implement_${name}`] })
    reviewed.push(`test_${name}`)
  }
  if (name === 'alarm_manager') {
    steps.push(
      {
        action: `analyse_${name}`,
        agent: 'static-analyser',
        after: [`implement_${name}`],
        decision: 'pending_human_review',
      },
      { action: `human_review_${name}`, agent: 'safety-engineer', after: [`analyse_${name}`] },
    )
    reviewed.push(`human_review_${name}`)
  } else {
    steps.push({ action: `analyse_${name}`, agent: 'static-analyser', after: [`implement_${name}`] })
    reviewed.push(`analyse_${name}`)
  }
  return [...steps, { action: `review_${name}`, agent: 'code-reviewer', after: reviewed }]
}

function regionSteps(region: string): readonly Step[] {
  const verified: Step = { action: `verify_${region}`, agent: 'monitor', after: [`deploy_${region}`] }
  return [
    { action: `deploy_${region}`, agent: 'deployer', after: ['sign_release'] },
    region === 'asia' ? { ...verified, decision: 'rejected' } : verified,
  ]
}
