/** Rules 4 and 5: no cycle, the limit of the walk, and the decisions of the parents. */
import type { RecordChain } from '../../formats.ts'
import { jtiPrefix, ledger, now, taskPrefix, tid, wid } from '../cast.ts'
import { plainClaims } from '../compact.ts'
import type { Topic } from '../number-cases.ts'
import { task, taskBy } from '../tasks.ts'
import { no, ok } from './draft.ts'

/** Tasks 1 to length, each the parent of the next. */
const line = (length: number): string[] =>
  Array.from({ length }, (_, index) => task(index + 1, { par: index === 0 ? [] : [tid(index)] }))

/** Levels of two tasks, each of which names both of the level below: 2^levels paths, 2 times levels ancestors. */
const ladder = (levels: number): string[] =>
  Array.from({ length: 2 * levels }, (_, index) => {
    const below = index - (index % 2)
    return task(index + 1, { par: below === 0 ? [] : [tid(below - 1), tid(below)] })
  })

const { jti: _jti, tid: _tid, par: _par, ...chainClaims } = plainClaims

const longChain = (length: number): RecordChain => ({
  length,
  kid: 'alice-key',
  taskIdPrefix: taskPrefix,
  jtiPrefix,
  claims: { ...chainClaims, aud: ledger },
})

export const walkTopic: Topic<'dag'> = {
  first: 4301,
  drafts: [
    no('ECT_DAG_CYCLE', 'an inline parent that names the child as its parent', ['DAG-ACYCLIC'], {
      mode: 'inline',
      records: [taskBy('mallory', 1, { par: [tid(2)] })],
      token: task(2, { par: [tid(1)] }),
      flags: ['Attack'],
    }),
    no('ECT_DAG_CYCLE', 'an inline grandparent that names the child as its parent', ['DAG-ACYCLIC'], {
      mode: 'inline',
      records: [taskBy('mallory', 1, { par: [tid(3)] }), taskBy('bob', 2, { par: [tid(1)] })],
      token: task(3, { par: [tid(2)] }),
      flags: ['Attack'],
    }),
    no('ECT_DAG_CYCLE', 'the same, with the inline tokens in another order', ['DAG-ACYCLIC'], {
      mode: 'inline',
      records: [taskBy('bob', 2, { par: [tid(1)] }), taskBy('mallory', 1, { par: [tid(3)] })],
      token: task(3, { par: [tid(2)] }),
    }),
    no('ECT_DAG_CYCLE', 'a cycle behind the second parent', ['DAG-ACYCLIC'], {
      mode: 'inline',
      records: [task(1), taskBy('mallory', 2, { par: [tid(3)] })],
      token: task(3, { par: [tid(1), tid(2)] }),
      flags: ['Attack'],
    }),
    no('ECT_DAG_CYCLE', 'a cycle that names the child in upper case', ['DAG-ACYCLIC', 'CLAIM-UUID-CASE'], {
      mode: 'inline',
      records: [taskBy('mallory', 1, { par: [tid(10).toUpperCase()] })],
      token: task(10, { par: [tid(1)] }),
      flags: ['Attack'],
    }),
    no('ECT_DAG_CYCLE', 'a cycle inside one workflow', ['DAG-ACYCLIC'], {
      mode: 'inline',
      records: [taskBy('mallory', 1, { wid: wid(1), par: [tid(2)] })],
      token: task(2, { wid: wid(1), par: [tid(1)] }),
    }),
    ok('a diamond: two paths to one ancestor are no cycle', ['DAG-ACYCLIC'], [1, 2], {
      mode: 'inline',
      records: [task(1), task(2, { par: [tid(1)] }), task(3, { par: [tid(1)] })],
      token: task(4, { par: [tid(2), tid(3)] }),
    }),
    ok('a diamond in a ledger', ['DAG-ACYCLIC-LEDGER'], [1, 2], {
      records: [task(1), task(2, { par: [tid(1)] }), task(3, { par: [tid(1)] })],
      token: task(4, { par: [tid(2), tid(3)] }),
    }),
    ok('exactly as many ancestors as the limit', ['DAG-LIMIT'], [4], {
      mode: 'inline',
      records: line(5),
      token: task(6, { par: [tid(5)] }),
      options: { maxAncestors: 5 },
      flags: ['Boundary'],
    }),
    no('ECT_DAG_LIMIT', 'one ancestor more than the limit', ['DAG-LIMIT', 'DAG-LIMIT-REFUSES', 'ATTACK-LIMIT-SILENT'], {
      mode: 'inline',
      records: line(5),
      token: task(6, { par: [tid(5)] }),
      options: { maxAncestors: 4 },
      flags: ['Boundary'],
    }),
    no('ECT_DAG_LIMIT', 'a cycle beyond the limit is not waved through', ['DAG-LIMIT-REFUSES', 'ATTACK-LIMIT-SILENT'], {
      mode: 'inline',
      records: [taskBy('mallory', 1, { par: [tid(6)] }), ...line(5).slice(1)],
      token: task(6, { par: [tid(5)] }),
      options: { maxAncestors: 3 },
      flags: ['Attack'],
    }),
    ok('a ladder of 12 levels: 4,096 paths, 24 ancestors, each counted once', ['DAG-LIMIT'], [22, 23], {
      mode: 'inline',
      records: ladder(12),
      token: task(25, { par: [tid(23), tid(24)] }),
      options: { maxAncestors: 24 },
      flags: ['Boundary', 'Resource'],
    }),
    no('ECT_DAG_LIMIT', 'the same ladder with a limit of 23', ['DAG-LIMIT', 'DAG-LIMIT-REFUSES'], {
      mode: 'inline',
      records: ladder(12),
      token: task(25, { par: [tid(23), tid(24)] }),
      options: { maxAncestors: 23 },
      flags: ['Boundary'],
    }),
    ok('a ledger is not walked: the limit does not matter', ['DAG-ACYCLIC-LEDGER'], [4], {
      records: line(5),
      token: task(6, { par: [tid(5)] }),
      options: { maxAncestors: 1 },
    }),
    ok('a chain of exactly 10,000 ancestors', ['DAG-LIMIT', 'DAG-WALK-ITERATIVE'], [9_999], {
      mode: 'inline',
      chain: longChain(10_000),
      token: task(10_001, { par: [tid(10_000)] }),
      flags: ['Boundary', 'Resource'],
    }),
    no(
      'ECT_DAG_LIMIT',
      'a chain of 10,001 ancestors',
      ['DAG-LIMIT', 'DAG-LIMIT-REFUSES', 'DAG-WALK-ITERATIVE', 'ATTACK-LIMIT-SILENT'],
      {
        mode: 'inline',
        chain: longChain(10_001),
        token: task(10_002, { par: [tid(10_001)] }),
        flags: ['Boundary', 'Resource', 'Attack'],
      },
    ),
    no('ECT_DAG_PARENT_TIME', 'time before cycle', ['DAG-ORDER'], {
      mode: 'inline',
      records: [task(1, { iat: now, par: [tid(2)] })],
      token: task(2, { par: [tid(1)] }),
      flags: ['Order'],
    }),
    no('ECT_DAG_CYCLE', 'cycle before policy', ['DAG-ORDER'], {
      mode: 'inline',
      records: [task(1, { pol_decision: 'rejected', par: [tid(2)] })],
      token: task(2, { par: [tid(1)] }),
      flags: ['Order'],
    }),
    no('ECT_DAG_LIMIT', 'limit before policy', ['DAG-ORDER', 'DAG-LIMIT-REFUSES'], {
      mode: 'inline',
      records: [task(1), task(2, { pol_decision: 'rejected', par: [tid(1)] })],
      token: task(3, { par: [tid(2)] }),
      options: { maxAncestors: 1 },
      flags: ['Order'],
    }),
  ],
}

const afterRejected = { par: [tid(1)] }
const rejected = task(1, { pol_decision: 'rejected' })
const pending = task(1, { pol_decision: 'pending_human_review' })
const words = ['compensation', 'rollback', 'remediation', 'human_review']
const notCompensating = [
  'compensationx',
  'Compensation',
  'my_rollback',
  'roll_back',
  'rollback release',
  'human-review',
  'human_reviews',
  'remediat',
  'review_requirements_spec',
]

export const policyTopic: Topic<'dag'> = {
  first: 4501,
  drafts: [
    no('ECT_DAG_PARENT_POLICY', 'an ordinary child of a rejected task', ['DAG-POLICY-PARENT'], {
      records: [rejected],
      token: task(2, afterRejected),
    }),
    no('ECT_DAG_PARENT_POLICY', 'an ordinary child of a pending task', ['DAG-POLICY-PARENT'], {
      records: [pending],
      token: task(2, afterRejected),
    }),
    no('ECT_DAG_PARENT_POLICY', 'an ordinary child of a rejected task, inline', ['DAG-POLICY-PARENT'], {
      mode: 'inline',
      records: [rejected],
      token: task(2, afterRejected),
    }),
    no('ECT_DAG_PARENT_POLICY', 'the second of two parents was rejected', ['DAG-POLICY-PARENT'], {
      records: [task(3), rejected],
      token: task(2, { par: [tid(3), tid(1)] }),
    }),
    no('ECT_DAG_PARENT_POLICY', 'a child that is rejected itself', ['DAG-POLICY-PARENT'], {
      records: [rejected],
      token: task(2, { ...afterRejected, pol_decision: 'rejected' }),
    }),
    ok('a rejected task whose parents are approved', ['DAG-REJECTED-RECORDED'], [0], {
      records: [task(1)],
      token: task(2, { par: [tid(1)], pol_decision: 'rejected' }),
    }),
    ok('a pending root', ['DAG-REJECTED-RECORDED'], [], { token: pending }),
    ok('a rejected grandparent behind a compensation task', ['DAG-POLICY-DIRECT'], [1], {
      records: [rejected, task(2, { ...afterRejected, exec_act: 'rollback' })],
      token: task(3, { par: [tid(2)] }),
    }),
    ok('compensation_required true', ['DAG-POLICY-FLAG'], [0], {
      records: [rejected],
      token: task(2, { ...afterRejected, compensation_required: true, compensation_reason: 'the spec was rejected' }),
    }),
    no('ECT_DAG_PARENT_POLICY', 'compensation_required false', ['DAG-POLICY-FLAG'], {
      records: [rejected],
      token: task(2, { ...afterRejected, compensation_required: false }),
    }),
    no('ECT_DAG_PARENT_POLICY', 'a compensation_reason alone', ['DAG-POLICY-FLAG'], {
      records: [rejected],
      token: task(2, { ...afterRejected, compensation_reason: 'none' }),
    }),
    ...words.map((exec_act) =>
      ok(`exec_act ${exec_act} after a rejected parent`, ['DAG-POLICY-ACTION', 'DAG-POLICY-PARENT'], [0], {
        records: [rejected],
        token: task(2, { ...afterRejected, exec_act }),
      }),
    ),
    ...['_', '-', '.', ':', '/'].map((separator, index) =>
      ok(`exec_act with ${separator} after its first word`, ['DAG-POLICY-ACTION'], [0], {
        records: [pending],
        token: task(2, { ...afterRejected, exec_act: `${words[index % words.length]}${separator}release` }),
      }),
    ),
    ok('exec_act human_review_ with nothing after it', ['DAG-POLICY-ACTION'], [0], {
      records: [pending],
      token: task(2, { ...afterRejected, exec_act: 'human_review_' }),
      flags: ['Unusual'],
    }),
    ...notCompensating.map((exec_act) =>
      no('ECT_DAG_PARENT_POLICY', `exec_act ${JSON.stringify(exec_act)} does not compensate`, ['DAG-POLICY-ACTION'], {
        records: [rejected],
        token: task(2, { ...afterRejected, exec_act }),
      }),
    ),
  ],
}
