/** The DAG as a ledger meets it, lateness, and the steps of verification that a ledger takes over. */
import { bob, carol, jti, now, tid, wid } from '../cast.ts'
import type { Topic } from '../number-cases.ts'
import { task, taskBy } from '../tasks.ts'
import { accept, again, refuse, steps } from './draft.ts'

const inFlow = (n: number) => ({ wid: wid(n) })
const iat = now - 60
const exp = iat + 600
const late = { options: { maxLatenessSeconds: 3600 } }
/** A token that stays valid for long, so that its age decides. */
const lasting = task(1, { exp: iat + 100_000 })
const flipped = (right: Uint8Array): Uint8Array => Uint8Array.from([...right.subarray(0, 63), (right[63] ?? 0) ^ 1])

/** The life cycle of a medical device: five agents, each task after the one before. */
const lifeCycle = [
  task(1, { exec_act: 'review_requirements_spec', pol: 'spec_review_policy_v2', regulated_domain: 'medtech' }),
  taskBy('bob', 2, { par: [tid(1)], exec_act: 'implement_module', pol: 'coding_standards_v3' }),
  taskBy('carol', 3, { par: [tid(2)], exec_act: 'execute_test_suite', pol: 'test_coverage_policy_v1' }),
  taskBy('bob', 4, { par: [tid(3)], exec_act: 'build_release_artifact', pol: 'build_policy_v1' }),
  task(5, { par: [tid(4)], exec_act: 'approve_release', pol: 'release_policy_v1', witnessed_by: [bob] }),
]

export const graphTopic: Topic<'ledger'> = {
  first: 6101,
  drafts: [
    steps(
      'the medical-device life cycle',
      ['EXAMPLE-LIFE-CYCLE', 'MODE-FULL'],
      lifeCycle.map((token, index) => accept(token, index, index === 0 ? [] : [index - 1])),
    ),
    steps(
      'the same submitted in the wrong order: only the root is accepted',
      ['DAG-PARENT-EXISTS', 'DAG-PARENT-SEQUENCES'],
      [
        ...lifeCycle
          .slice(1)
          .toReversed()
          .map((token) => refuse(token, 'ECT_DAG_PARENT_MISSING')),
        accept(lifeCycle[0] ?? '', 0),
      ],
    ),
    steps(
      'two tasks that name each other: neither is accepted',
      ['DAG-ACYCLIC-LEDGER', 'DAG-PARENT-EXISTS', 'LEDGER-ATOMIC'],
      [
        refuse(task(1, { par: [tid(2)] }), 'ECT_DAG_PARENT_MISSING'),
        refuse(taskBy('bob', 2, { par: [tid(1)] }), 'ECT_DAG_PARENT_MISSING'),
        refuse(task(1, { par: [tid(2)] }), 'ECT_DAG_PARENT_MISSING'),
        accept(task(3), 0),
      ],
      { flags: ['Attack'] },
    ),
    steps(
      'a recorded root cannot become the child of its child',
      ['DAG-ACYCLIC-LEDGER', 'LEDGER-EQUIVOCATION'],
      [
        accept(task(1), 0),
        accept(taskBy('bob', 2, { par: [tid(1)] }), 1, [0]),
        refuse(task(1, { jti: jti(9), par: [tid(2)] }), 'ECT_LEDGER_EQUIVOCATION'),
      ],
      { flags: ['Attack'] },
    ),
    steps('a task that names itself', ['DAG-SELF'], [refuse(task(1, { par: [tid(1)] }), 'ECT_DAG_CYCLE')]),
    steps(
      'a parent that was refused is no parent',
      ['DAG-PARENT-VERIFIED', 'ATTACK-UNSIGNED-PARENT'],
      [
        refuse(task(1, {}, { signature: flipped }), 'ECT_SIGNATURE_INVALID'),
        refuse(taskBy('bob', 2, { par: [tid(1)] }), 'ECT_DAG_PARENT_MISSING'),
        accept(task(1), 0),
        accept(taskBy('bob', 2, { par: [tid(1)] }), 1, [0]),
      ],
      { flags: ['Attack', 'NotGenuine'] },
    ),
    steps(
      'a rejected task is recorded; an ordinary child is refused, a rollback is not',
      ['DAG-REJECTED-RECORDED', 'DAG-POLICY-PARENT', 'ATTACK-DAG-FAILURE'],
      [
        accept(task(1, { pol_decision: 'rejected' }), 0),
        refuse(taskBy('bob', 2, { par: [tid(1)] }), 'ECT_DAG_PARENT_POLICY'),
        accept(taskBy('bob', 3, { par: [tid(1)], exec_act: 'rollback_release' }), 1, [0]),
        accept(taskBy('bob', 4, { par: [tid(3)] }), 2, [1]),
      ],
    ),
    steps(
      'a pending task is released by a human review',
      ['DAG-REJECTED-RECORDED', 'DAG-POLICY-PARENT'],
      [
        accept(task(1, { pol_decision: 'pending_human_review' }), 0),
        refuse(taskBy('bob', 2, { par: [tid(1)] }), 'ECT_DAG_PARENT_POLICY'),
        accept(taskBy('carol', 3, { par: [tid(1)], exec_act: 'human_review' }), 1, [0]),
        accept(taskBy('bob', 2, { par: [tid(3)] }), 2, [1]),
      ],
    ),
    steps(
      'a child of a pending task and its review is still a child of a pending task',
      ['DAG-POLICY-PARENT'],
      [
        accept(task(1, { pol_decision: 'pending_human_review' }), 0),
        accept(taskBy('carol', 3, { par: [tid(1)], exec_act: 'human_review' }), 1, [0]),
        refuse(taskBy('bob', 2, { par: [tid(1), tid(3)] }), 'ECT_DAG_PARENT_POLICY'),
      ],
    ),
    steps(
      "mallory takes alice's task id in a workflow of her own: alice is not blocked",
      ['LEDGER-TASK-SCOPE', 'DAG-UNIQUE-OTHER-WORKFLOW'],
      [accept(taskBy('mallory', 1, inFlow(2)), 0), accept(task(1, inFlow(1)), 1)],
      { flags: ['Squatting', 'Attack'] },
    ),
    steps(
      "mallory's namesake does not become the parent of a child in alice's workflow",
      ['DAG-PARENT-OTHER-WORKFLOW', 'DAG-PARENT-OWN-WORKFLOW'],
      [
        accept(taskBy('mallory', 1, inFlow(2)), 0),
        refuse(taskBy('bob', 2, { ...inFlow(1), par: [tid(1)] }), 'ECT_DAG_PARENT_MISSING'),
        accept(task(1, inFlow(1)), 1),
        accept(taskBy('bob', 2, { ...inFlow(1), par: [tid(1)] }), 2, [1]),
      ],
      { flags: ['Squatting', 'Attack'] },
    ),
    steps(
      'a task id without workflow is taken for the whole ledger',
      ['LEDGER-TASK-SCOPE', 'DAG-UNIQUE-NO-WORKFLOW', 'CLAIM-TID-SCOPE'],
      [
        accept(task(1), 0),
        refuse(taskBy('bob', 1, inFlow(1)), 'ECT_DAG_TASK_EXISTS'),
        refuse(taskBy('bob', 1, { ...inFlow(2), jti: jti(2) }), 'ECT_DAG_TASK_EXISTS'),
      ],
      { flags: ['Squatting'] },
    ),
    steps(
      'a task id that any workflow has cannot be taken without workflow',
      ['LEDGER-TASK-SCOPE', 'DAG-UNIQUE-NO-WORKFLOW'],
      [
        accept(task(1, inFlow(1)), 0),
        accept(taskBy('bob', 1, inFlow(2)), 1),
        refuse(taskBy('mallory', 1), 'ECT_DAG_TASK_EXISTS'),
      ],
      { flags: ['Squatting'] },
    ),
    steps(
      'a parent of another workflow, where that is allowed',
      ['DAG-PARENT-CROSS-SINGLE'],
      [accept(task(1, inFlow(1)), 0), accept(taskBy('bob', 2, { ...inFlow(2), par: [tid(1)] }), 1, [0])],
      { options: { crossWorkflowParents: true } },
    ),
    steps(
      'a second namesake makes the parent ambiguous',
      ['DAG-PARENT-AMBIGUOUS', 'DAG-PARENT-CROSS-SINGLE'],
      [
        accept(task(1, inFlow(1)), 0),
        accept(taskBy('bob', 2, { ...inFlow(2), par: [tid(1)] }), 1, [0]),
        accept(taskBy('mallory', 1, inFlow(3)), 2),
        refuse(taskBy('bob', 4, { ...inFlow(2), par: [tid(1)] }), 'ECT_DAG_PARENT_AMBIGUOUS'),
        again(taskBy('bob', 2, { ...inFlow(2), par: [tid(1)] }), 1, [0]),
      ],
      { options: { crossWorkflowParents: true }, flags: ['Squatting'] },
    ),
    steps(
      'a parent issued exactly 30 seconds after its child, and one of 31',
      ['DAG-TIME-SKEW', 'DAG-TIME-BOUNDARY'],
      [
        accept(task(1, { iat: iat + 30 }), 0),
        accept(taskBy('bob', 2, { par: [tid(1)] }), 1, [0]),
        accept(task(3, { iat: iat + 31 }), 2),
        refuse(taskBy('bob', 4, { par: [tid(3)] }), 'ECT_DAG_PARENT_TIME'),
      ],
      { flags: ['Boundary'] },
    ),
    steps(
      'a parent that has expired since',
      ['DAG-PARENT-EXPIRED'],
      [accept(task(1), 0), accept(taskBy('bob', 2, { iat: now + 86_400, par: [tid(1)] }), 1, [0], now + 86_400)],
    ),
  ],
}

export const admissionTopic: Topic<'ledger'> = {
  first: 6201,
  drafts: [
    steps(
      'a token that is not for the ledger',
      ['VERIFY-ORDER-09-AUDIENCE'],
      [refuse(task(1, { aud: carol }), 'ECT_PARTY_AUDIENCE')],
    ),
    steps(
      'a token with malformed claims',
      ['VERIFY-ORDER-12-CLAIMS'],
      [refuse(task(1, { exec_act: '' }), 'ECT_CLAIM_STRING')],
    ),
    steps(
      "a token in alice's name with mallory's key",
      ['CLAIM-ISS-OWNER'],
      [refuse(task(1, {}, { key: 'mallory-key' }), 'ECT_PARTY_ISSUER'), accept(task(1), 0)],
      { flags: ['Attack'] },
    ),
    steps(
      'the steps of verification before the jti',
      ['VERIFY-ORDER-13-CONSISTENCY'],
      [accept(task(1), 0), refuse(task(2, { jti: jti(1), pol_timestamp: now }), 'ECT_CLAIM_POLICY_TIME')],
      { flags: ['Order'] },
    ),
    steps(
      'exp before equivocation: another token for a recorded task that has expired',
      ['VERIFY-ORDER-10-EXPIRY'],
      [accept(task(1), 0), refuse(task(1, { jti: jti(2) }), 'ECT_TIME_EXPIRED', exp)],
      { flags: ['Order'] },
    ),
    steps(
      'in the last second before exp',
      ['VERIFY-EXPIRY-BOUNDARY', 'MODE-LATENESS'],
      [accept(task(1), 0, [], exp - 1)],
      { flags: ['Boundary'] },
    ),
    steps('exactly at exp', ['VERIFY-EXPIRY-BOUNDARY', 'MODE-LATENESS'], [refuse(task(1), 'ECT_TIME_EXPIRED', exp)], {
      flags: ['Boundary'],
    }),
    steps(
      'late, in the last second allowed',
      ['MODE-LATENESS', 'MODE-DEFERRED'],
      [accept(task(1), 0, [], exp + 3599)],
      { ...late, flags: ['Boundary'] },
    ),
    steps(
      'late, one second too much',
      ['MODE-LATENESS', 'MODE-DEFERRED'],
      [refuse(task(1), 'ECT_TIME_EXPIRED', exp + 3600)],
      { ...late, flags: ['Boundary'] },
    ),
    steps(
      'of the greatest age without lateness',
      ['MODE-LATENESS', 'VERIFY-AGE-BOUNDARY'],
      [accept(lasting, 0, [], iat + 900)],
      { flags: ['Boundary'] },
    ),
    steps(
      'one second older than that',
      ['MODE-LATENESS', 'VERIFY-AGE-BOUNDARY'],
      [refuse(lasting, 'ECT_TIME_TOO_OLD', iat + 901)],
      { flags: ['Boundary'] },
    ),
    steps('of the greatest age with lateness', ['MODE-LATENESS'], [accept(lasting, 0, [], iat + 4500)], {
      ...late,
      flags: ['Boundary'],
    }),
    steps(
      'one second older than that, with lateness',
      ['MODE-LATENESS'],
      [refuse(lasting, 'ECT_TIME_TOO_OLD', iat + 4501)],
      { ...late, flags: ['Boundary'] },
    ),
    steps(
      'lateness does not widen the future',
      ['MODE-LATENESS', 'VERIFY-FUTURE-BOUNDARY'],
      [refuse(task(1), 'ECT_TIME_FUTURE', iat - 31), accept(task(1), 0, [], iat - 30)],
      { ...late, flags: ['Boundary'] },
    ),
    steps(
      'a chain that is submitted late, in order',
      ['MODE-DEFERRED', 'MODE-LATENESS'],
      [accept(task(1), 0, [], now + 3000), accept(taskBy('bob', 2, { par: [tid(1)] }), 1, [0], now + 3000)],
      late,
    ),
  ],
}
