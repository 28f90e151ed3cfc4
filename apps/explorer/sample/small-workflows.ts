import type { Step } from './step.ts'

/** Short workflows of several kinds, for a list with more than one page. */
export function smallWorkflows(): readonly (readonly Step[])[] {
  return Array.from({ length: 34 }, (_, at) => kinds[at % kinds.length]?.(at) ?? [])
}

const kinds: readonly ((at: number) => readonly Step[])[] = [reviewOfSpecification, claimOfInsurance, orderOfGoods]

function reviewOfSpecification(): readonly Step[] {
  return [
    { action: 'review_requirements_spec', agent: 'spec-reviewer', after: [] },
    { action: 'implement_module', agent: 'code-generator', after: ['review_requirements_spec'] },
    { action: 'execute_test_suite', agent: 'test-agent', after: ['implement_module'] },
    { action: 'build_release_artifact', agent: 'build-agent', after: ['execute_test_suite'] },
    { action: 'approve_release', agent: 'release-manager', after: ['build_release_artifact'] },
  ]
}

function claimOfInsurance(at: number): readonly Step[] {
  const first: readonly Step[] = [
    { action: 'read_claim', agent: 'claims-reader', after: [] },
    { action: 'check_policy_terms', agent: 'terms-checker', after: ['read_claim'] },
    { action: 'estimate_damage', agent: 'estimator', after: ['read_claim'] },
  ]
  const decided = ['check_policy_terms', 'estimate_damage']
  if (at % 2 === 0) return [...first, { action: 'pay_claim', agent: 'payments', after: decided }]
  return [
    ...first,
    { action: 'decide_claim', agent: 'claims-judge', after: decided, decision: 'pending_human_review' },
    { action: 'human_review_claim', agent: 'case-worker', after: ['decide_claim'] },
    { action: 'pay_claim', agent: 'payments', after: ['human_review_claim'] },
  ]
}

function orderOfGoods(at: number): readonly Step[] {
  const first: readonly Step[] = [
    { action: 'take_order', agent: 'shop', after: [] },
    { action: 'reserve_stock', agent: 'warehouse', after: ['take_order'] },
  ]
  if (at % 4 !== 2) return [...first, { action: 'charge_card', agent: 'payments', after: ['reserve_stock'] }]
  return [
    ...first,
    { action: 'charge_card', agent: 'payments', after: ['reserve_stock'], decision: 'rejected' },
    { action: 'rollback_stock', agent: 'warehouse', after: ['charge_card'], compensates: 'the card was refused' },
  ]
}
