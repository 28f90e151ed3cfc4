/** Rules 0 to 3: self, uniqueness, which record is a parent, and time. */
import { jti, now, tid, wid } from '../cast.ts'
import type { Topic } from '../number-cases.ts'
import { task, taskBy } from '../tasks.ts'
import { no, ok } from './draft.ts'

const inFlow = (n: number) => ({ wid: wid(n) })
const cross = { crossWorkflowParents: true }
const childIat = now - 60

export const uniquenessTopic: Topic<'dag'> = {
  first: 4001,
  drafts: [
    ok('a root in an empty ledger', ['CLAIM-PAR-ROOT', 'MODE-FULL'], [], { token: task(1) }),
    ok('a second root', ['CLAIM-PAR-ROOT'], [], { records: [task(1)], token: taskBy('bob', 2) }),
    ok('a root with nothing inline', ['MODE-POINT-TO-POINT', 'CLAIM-PAR-ROOT'], [], { mode: 'inline', token: task(1) }),
    no('ECT_DAG_CYCLE', 'a task that names itself as parent', ['DAG-SELF'], { token: task(1, { par: [tid(1)] }) }),
    no('ECT_DAG_CYCLE', 'a task that names itself in upper case', ['DAG-SELF', 'CLAIM-UUID-CASE'], {
      token: task(10, { par: [tid(10).toUpperCase()] }),
    }),
    no('ECT_DAG_CYCLE', 'a task that names itself beside a real parent', ['DAG-SELF'], {
      records: [task(1)],
      token: task(2, { par: [tid(1), tid(2)] }),
    }),
    no('ECT_DAG_CYCLE', 'a task that names itself, inline', ['DAG-SELF'], {
      mode: 'inline',
      token: task(1, { par: [tid(1)] }),
    }),
    no('ECT_DAG_CYCLE', 'self before uniqueness', ['DAG-ORDER', 'DAG-SELF'], {
      records: [task(1)],
      token: taskBy('bob', 1, { par: [tid(1)] }),
      flags: ['Order'],
    }),
    no(
      'ECT_DAG_TASK_EXISTS',
      'the same task id, both without workflow',
      ['DAG-UNIQUE-NO-WORKFLOW', 'CLAIM-TID-SCOPE'],
      {
        records: [task(1)],
        token: taskBy('bob', 1),
      },
    ),
    no('ECT_DAG_TASK_EXISTS', 'the same task id in the same workflow', ['DAG-UNIQUE-WORKFLOW', 'CLAIM-TID-SCOPE'], {
      records: [task(1, inFlow(1))],
      token: taskBy('bob', 1, inFlow(1)),
    }),
    no('ECT_DAG_TASK_EXISTS', 'the same task id, the record without workflow', ['DAG-UNIQUE-NO-WORKFLOW'], {
      records: [task(1)],
      token: taskBy('bob', 1, inFlow(1)),
    }),
    no('ECT_DAG_TASK_EXISTS', 'the same task id, the token without workflow', ['DAG-UNIQUE-NO-WORKFLOW'], {
      records: [task(1, inFlow(1))],
      token: taskBy('bob', 1),
    }),
    ok('the same task id in another workflow', ['DAG-UNIQUE-OTHER-WORKFLOW', 'CLAIM-TID-SCOPE'], [], {
      records: [task(1, inFlow(1))],
      token: taskBy('bob', 1, inFlow(2)),
    }),
    no('ECT_DAG_TASK_EXISTS', 'the same task id in upper case', ['DAG-UNIQUE-NO-WORKFLOW', 'CLAIM-UUID-CASE'], {
      records: [task(10)],
      token: taskBy('bob', 10, { tid: tid(10).toUpperCase() }),
      flags: ['Twin'],
    }),
    no('ECT_DAG_TASK_EXISTS', 'the same workflow in upper case', ['DAG-UNIQUE-WORKFLOW', 'CLAIM-UUID-CASE'], {
      records: [task(1, inFlow(1))],
      token: taskBy('bob', 1, { wid: wid(1).toUpperCase() }),
      flags: ['Twin'],
    }),
    no('ECT_DAG_TASK_EXISTS', 'the same task id among the inline tokens', ['DAG-UNIQUE-NO-WORKFLOW'], {
      mode: 'inline',
      records: [task(1)],
      token: taskBy('bob', 1),
    }),
    no('ECT_DAG_TASK_EXISTS', 'the second record of that id is the one that conflicts', ['DAG-UNIQUE-WORKFLOW'], {
      records: [task(1, inFlow(1)), taskBy('bob', 1, { ...inFlow(2), jti: jti(2) })],
      token: taskBy('carol', 1, { ...inFlow(2), jti: jti(3) }),
    }),
    no('ECT_DAG_TASK_EXISTS', 'uniqueness before parents', ['DAG-ORDER'], {
      records: [task(1)],
      token: taskBy('bob', 1, { par: [tid(99)] }),
      flags: ['Order'],
    }),
    ok('opaque ids that differ in case are different tasks', ['CLAIM-IDS-OPAQUE-BYTEWISE'], [], {
      records: [task(1, { tid: 'Task-1' })],
      token: task(2, { tid: 'task-1' }),
      options: { ids: 'opaque' },
    }),
    no('ECT_DAG_TASK_EXISTS', 'an opaque id that exists', ['DAG-UNIQUE-NO-WORKFLOW', 'CLAIM-IDS-OPAQUE'], {
      records: [task(1, { tid: 'task-1' })],
      token: taskBy('bob', 2, { tid: 'task-1' }),
      options: { ids: 'opaque' },
    }),
  ],
}

export const parentsTopic: Topic<'dag'> = {
  first: 4101,
  drafts: [
    ok('a child and its parent', ['DAG-PARENT-EXISTS'], [0], {
      records: [task(1)],
      token: taskBy('bob', 2, { par: [tid(1)] }),
    }),
    ok('a child and its inline parent', ['DAG-PARENT-EXISTS', 'MODE-POINT-TO-POINT', 'MODE-DEFERRED'], [0], {
      mode: 'inline',
      records: [task(1)],
      token: taskBy('bob', 2, { par: [tid(1)] }),
    }),
    ok('a fan-in of three parents, named in another order', ['DAG-PARENT-EXISTS', 'DAG-PARENT-SEQUENCES'], [2, 0, 1], {
      records: [task(1), task(2), task(3)],
      token: task(4, { par: [tid(3), tid(1), tid(2)] }),
    }),
    ok('a parent named in upper case', ['DAG-PARENT-EXISTS', 'CLAIM-UUID-CASE'], [0], {
      records: [task(10)],
      token: task(11, { par: [tid(10).toUpperCase()] }),
    }),
    no('ECT_DAG_PARENT_MISSING', 'a parent that is not in the ledger', ['DAG-PARENT-EXISTS'], {
      token: task(2, { par: [tid(1)] }),
    }),
    no('ECT_DAG_PARENT_MISSING', 'one parent of two is not in the ledger', ['DAG-PARENT-EXISTS'], {
      records: [task(1)],
      token: task(3, { par: [tid(1), tid(2)] }),
    }),
    no(
      'ECT_DAG_PARENT_MISSING',
      'a direct parent that did not come inline',
      ['DAG-PARENT-EXISTS', 'DAG-INLINE-ABSENT'],
      {
        mode: 'inline',
        records: [task(1)],
        token: task(3, { par: [tid(1), tid(2)] }),
      },
    ),
    no('ECT_DAG_PARENT_MISSING', 'a parent named by its jti instead of its tid', ['DAG-PARENT-EXISTS'], {
      records: [task(1)],
      token: task(2, { par: [jti(1)] }),
    }),
    no(
      'ECT_DAG_PARENT_MISSING',
      'a record that only names the parent is not the parent',
      ['DAG-PARENT-EXISTS', 'DAG-PARENT-VERIFIED'],
      {
        mode: 'inline',
        records: [task(2, { par: [tid(1)] })],
        token: task(3, { par: [tid(2), tid(1)] }),
        flags: ['Attack'],
      },
    ),
    ok('an ancestor beyond the direct parents that did not come inline', ['DAG-INLINE-ABSENT'], [0], {
      mode: 'inline',
      records: [task(2, { par: [tid(1)] })],
      token: task(3, { par: [tid(2)] }),
    }),
    ok('parent and child in one workflow', ['DAG-PARENT-OWN-WORKFLOW'], [0], {
      records: [task(1, inFlow(1))],
      token: task(2, { ...inFlow(1), par: [tid(1)] }),
    }),
    ok('a workflow named in upper case', ['DAG-PARENT-OWN-WORKFLOW', 'CLAIM-UUID-CASE'], [0], {
      records: [task(1, inFlow(1))],
      token: task(2, { wid: wid(1).toUpperCase(), par: [tid(1)] }),
    }),
    ok('the record of the own workflow among two of that id', ['DAG-PARENT-OWN-WORKFLOW'], [1], {
      records: [taskBy('mallory', 1, { ...inFlow(2), jti: jti(9) }), task(1, inFlow(1))],
      token: task(2, { ...inFlow(1), par: [tid(1)] }),
      flags: ['Squatting'],
    }),
    no(
      'ECT_DAG_PARENT_POLICY',
      'the rejected parent of the own workflow, not the approved namesake of another',
      ['DAG-PARENT-OWN-WORKFLOW', 'DAG-POLICY-PARENT'],
      {
        records: [
          taskBy('mallory', 1, { ...inFlow(2), jti: jti(9) }),
          task(1, { ...inFlow(1), pol_decision: 'rejected' }),
        ],
        token: task(2, { ...inFlow(1), par: [tid(1)] }),
        options: cross,
        flags: ['Squatting', 'Attack'],
      },
    ),
    ok('a parent without workflow', ['DAG-PARENT-NO-WORKFLOW'], [0], {
      records: [task(1)],
      token: task(2, { ...inFlow(1), par: [tid(1)] }),
    }),
    no('ECT_DAG_PARENT_MISSING', 'a parent of another workflow', ['DAG-PARENT-OTHER-WORKFLOW'], {
      records: [task(1, inFlow(2))],
      token: task(2, { ...inFlow(1), par: [tid(1)] }),
      flags: ['Squatting'],
    }),
    no('ECT_DAG_PARENT_MISSING', 'an inline parent of another workflow', ['DAG-PARENT-OTHER-WORKFLOW'], {
      mode: 'inline',
      records: [task(1, inFlow(2))],
      token: task(2, { ...inFlow(1), par: [tid(1)] }),
    }),
    no('ECT_DAG_PARENT_MISSING', 'parents of two other workflows', ['DAG-PARENT-OTHER-WORKFLOW'], {
      records: [task(1, inFlow(2)), task(1, { ...inFlow(3), jti: jti(9) })],
      token: task(2, { ...inFlow(1), par: [tid(1)] }),
    }),
    ok(
      'a parent of another workflow, where that is allowed',
      ['DAG-PARENT-OTHER-WORKFLOW', 'DAG-PARENT-CROSS-SINGLE'],
      [0],
      {
        records: [task(1, inFlow(2))],
        token: task(2, { ...inFlow(1), par: [tid(1)] }),
        options: cross,
      },
    ),
    no(
      'ECT_DAG_PARENT_AMBIGUOUS',
      'parents of two other workflows, where one is allowed',
      ['DAG-PARENT-CROSS-SINGLE'],
      {
        records: [task(1, inFlow(2)), task(1, { ...inFlow(3), jti: jti(9) })],
        token: task(2, { ...inFlow(1), par: [tid(1)] }),
        options: cross,
      },
    ),
    ok(
      'the record of the own workflow also where others are allowed',
      ['DAG-PARENT-OWN-WORKFLOW', 'DAG-PARENT-CROSS-SINGLE'],
      [1],
      {
        records: [task(1, inFlow(2)), task(1, { ...inFlow(1), jti: jti(9) })],
        token: task(2, { ...inFlow(1), par: [tid(1)] }),
        options: cross,
      },
    ),
    ok('a child without workflow takes the single record, whatever its workflow', ['DAG-CHILD-NO-WORKFLOW'], [0], {
      records: [task(1, inFlow(1))],
      token: task(2, { par: [tid(1)] }),
    }),
    no('ECT_DAG_PARENT_AMBIGUOUS', 'a child without workflow and two records of that id', ['DAG-PARENT-AMBIGUOUS'], {
      records: [task(1, inFlow(1)), task(1, { ...inFlow(2), jti: jti(9) })],
      token: task(2, { par: [tid(1)] }),
      flags: ['Squatting'],
    }),
    no(
      'ECT_DAG_PARENT_AMBIGUOUS',
      'a child without workflow and two inline tokens of that id',
      ['DAG-PARENT-AMBIGUOUS'],
      {
        mode: 'inline',
        records: [task(1, inFlow(1)), task(1, { ...inFlow(2), jti: jti(9) })],
        token: task(2, { par: [tid(1)] }),
      },
    ),
    no(
      'ECT_DAG_PARENT_AMBIGUOUS',
      'a child without workflow gains nothing by crossWorkflowParents',
      ['DAG-PARENT-AMBIGUOUS'],
      {
        records: [task(1, inFlow(1)), task(1, { ...inFlow(2), jti: jti(9) })],
        token: task(2, { par: [tid(1)] }),
        options: cross,
      },
    ),
    ok('a parent that expired a year ago', ['DAG-PARENT-EXPIRED'], [0], {
      records: [task(1, { iat: childIat - 31_536_000 })],
      token: task(2, { par: [tid(1)] }),
    }),
    ok('a parent issued exactly 30 seconds after its child', ['DAG-TIME-SKEW', 'DAG-TIME-BOUNDARY'], [0], {
      records: [task(1, { iat: childIat + 30 })],
      token: task(2, { par: [tid(1)] }),
      flags: ['Boundary'],
    }),
    no('ECT_DAG_PARENT_TIME', 'a parent issued 31 seconds after its child', ['DAG-TIME-SKEW', 'DAG-TIME-BOUNDARY'], {
      records: [task(1, { iat: childIat + 31 })],
      token: task(2, { par: [tid(1)] }),
      flags: ['Boundary'],
    }),
    no('ECT_DAG_PARENT_TIME', 'an inline parent issued 31 seconds after its child', ['DAG-TIME-SKEW'], {
      mode: 'inline',
      records: [task(1, { iat: childIat + 31 })],
      token: task(2, { par: [tid(1)] }),
      flags: ['Boundary'],
    }),
    no('ECT_DAG_PARENT_TIME', 'the second of two parents is late', ['DAG-TIME-SKEW'], {
      records: [task(1), task(2, { iat: childIat + 31 })],
      token: task(3, { par: [tid(1), tid(2)] }),
    }),
    ok('only direct parents are judged for time', ['DAG-TIME-SKEW'], [1], {
      records: [task(1, { iat: childIat + 60 }), task(2, { iat: childIat + 30, par: [tid(1)] })],
      token: task(3, { par: [tid(2)] }),
      flags: ['Unusual'],
    }),
    no('ECT_DAG_PARENT_MISSING', 'a missing second parent before a late first one', ['DAG-ORDER'], {
      records: [task(1, { iat: childIat + 31 })],
      token: task(3, { par: [tid(1), tid(2)] }),
      flags: ['Order'],
    }),
    no('ECT_DAG_PARENT_AMBIGUOUS', 'an ambiguous second parent before a late first one', ['DAG-ORDER'], {
      records: [task(1, { iat: childIat + 31 }), task(2, inFlow(1)), task(2, { ...inFlow(2), jti: jti(9) })],
      token: task(3, { par: [tid(1), tid(2)] }),
      flags: ['Order'],
    }),
    no('ECT_DAG_PARENT_TIME', 'a late second parent before a rejected first one', ['DAG-ORDER'], {
      records: [task(1, { pol_decision: 'rejected' }), task(2, { iat: childIat + 31 })],
      token: task(3, { par: [tid(1), tid(2)] }),
      flags: ['Order'],
    }),
    ok(
      'exactly 100 parents',
      ['CLAIM-PAR-LIMIT', 'DAG-PARENT-EXISTS'],
      Array.from({ length: 100 }, (_, n) => n),
      {
        records: Array.from({ length: 100 }, (_, n) => task(100 + n)),
        token: task(2, { par: Array.from({ length: 100 }, (_, n) => tid(100 + n)) }),
        flags: ['Boundary'],
      },
    ),
    ok('a parent with an opaque id', ['DAG-PARENT-EXISTS', 'CLAIM-IDS-OPAQUE'], [0], {
      records: [task(1, { tid: 'task-001' })],
      token: task(2, { tid: 'task-002', par: ['task-001'] }),
      options: { ids: 'opaque' },
    }),
    no(
      'ECT_DAG_PARENT_MISSING',
      'a parent whose opaque id differs in case',
      ['CLAIM-IDS-OPAQUE-BYTEWISE', 'DAG-PARENT-EXISTS'],
      {
        records: [task(1, { tid: 'Task-001' })],
        token: task(2, { tid: 'task-002', par: ['task-001'] }),
        options: { ids: 'opaque' },
      },
    ),
  ],
}
