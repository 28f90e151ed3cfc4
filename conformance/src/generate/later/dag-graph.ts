/** The graph of a later revision, in which `jti` names the tasks: uniqueness, parents, workflows, time and cycles. */
import { now, tid, wid } from '../cast.ts'
import { no, ok } from '../dag/draft.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { ect00, type LaterRevision } from './revision.ts'
import { childOf, tasksOf } from './tokens.ts'

const inFlow = (n: number): { readonly wid: string } => ({ wid: wid(n) })
const cross = { crossWorkflowParents: true }

export function uniquenessTopic(revision: LaterRevision): Topic<'dag'> {
  const task = tasksOf(revision)
  const named = ['REVISION-UNIQUENESS', 'REVISION-TASK-ID']
  const conflict = (comment: string, rules: readonly string[], records: readonly string[], token: string) =>
    no('ECT_DAG_TASK_EXISTS', comment, [...named, ...rules], { records, token })
  return {
    first: revision.numbers + 4001,
    drafts: [
      ok('a root in an empty store', ['CLAIM-PAR-ROOT'], [], { token: task(1) }),
      ok('a second root', ['CLAIM-PAR-ROOT', ...named], [], { records: [task(1)], token: task.by('bob', 2) }),
      conflict('the same jti, both without workflow', ['DAG-UNIQUE-NO-WORKFLOW'], [task(1)], task.by('bob', 1)),
      conflict(
        'the same jti in the same workflow',
        ['DAG-UNIQUE-WORKFLOW'],
        [task(1, inFlow(1))],
        task.by('bob', 1, inFlow(1)),
      ),
      conflict('the record without workflow', ['DAG-UNIQUE-NO-WORKFLOW'], [task(1)], task.by('bob', 1, inFlow(1))),
      conflict('the token without workflow', ['DAG-UNIQUE-NO-WORKFLOW'], [task(1, inFlow(1))], task.by('bob', 1)),
      conflict(
        'the same jti in upper case',
        ['CLAIM-UUID-CASE'],
        [task(10)],
        task.by('bob', 10, { jti: tid(10).toUpperCase() }),
      ),
      ok('the same jti in another workflow', [...named, 'DAG-UNIQUE-OTHER-WORKFLOW'], [], {
        records: [task(1, inFlow(1))],
        token: task.by('bob', 1, inFlow(2)),
      }),
      no('ECT_DAG_TASK_EXISTS', 'uniqueness before parents', ['DAG-ORDER', ...named], {
        records: [task(1)],
        token: task.by('bob', 1, childOf(revision, 99)),
        flags: ['Order'],
      }),
      ok('opaque ids that differ in case', ['CLAIM-IDS-OPAQUE-BYTEWISE', 'REVISION-TASK-ID'], [0], {
        records: [task(1, { jti: 'Task-1' })],
        token: task(2, { jti: 'task-1', [revision.parents]: ['Task-1'] }),
        options: { ids: 'opaque' },
      }),
    ],
  }
}

export function parentsTopic(revision: LaterRevision): Topic<'dag'> {
  const task = tasksOf(revision)
  const child = (...tasks: readonly number[]): string => task.by('bob', 9, childOf(revision, ...tasks))
  const named = ['REVISION-PARENTS']
  return {
    first: revision.numbers + 4101,
    drafts: [
      ok('a child and its parent', [...named, 'DAG-PARENT-EXISTS'], [0], { records: [task(1)], token: child(1) }),
      ok('three parents in another order', named, [2, 0, 1], {
        records: [task(1), task(2), task(3)],
        token: child(3, 1, 2),
      }),
      ok('a parent named in upper case', [...named, 'CLAIM-UUID-CASE'], [0], {
        records: [task(10)],
        token: task(11, { [revision.parents]: [tid(10).toUpperCase()] }),
      }),
      no('ECT_DAG_PARENT_MISSING', 'a parent that is not in the store', [...named, 'DAG-PARENT-EXISTS'], {
        records: [task(2)],
        token: child(2, 1),
      }),
      no('ECT_DAG_CYCLE', 'a task that names itself', [...named, 'DAG-SELF'], { token: child(9) }),
      no('ECT_DAG_CYCLE', 'a task that names itself in upper case', [...named, 'DAG-SELF', 'CLAIM-UUID-CASE'], {
        token: task(10, { [revision.parents]: [tid(10).toUpperCase()] }),
      }),
      no('ECT_DAG_CYCLE', 'an inline parent that names the child', [...named, 'DAG-ACYCLIC'], {
        mode: 'inline',
        records: [task.by('mallory', 1, childOf(revision, 9))],
        token: child(1),
        flags: ['Attack'],
      }),
      no('ECT_DAG_LIMIT', 'one inline ancestor more than the limit', [...named, 'DAG-LIMIT-REFUSES'], {
        mode: 'inline',
        records: [task(1), task(2, childOf(revision, 1)), task(3, childOf(revision, 2))],
        token: child(3),
        options: { maxAncestors: 2 },
        flags: ['Boundary'],
      }),
      ok('an inline ancestor that did not come along', ['DAG-INLINE-ABSENT'], [0], {
        mode: 'inline',
        records: [task(2, childOf(revision, 1))],
        token: child(2),
      }),
      ok('a parent issued 30 seconds after its child', ['DAG-TIME-BOUNDARY'], [0], {
        records: [task(1, { iat: now - 30 })],
        token: child(1),
        flags: ['Boundary'],
      }),
      no('ECT_DAG_PARENT_TIME', 'a parent issued 31 seconds after its child', ['DAG-TIME-SKEW'], {
        records: [task(1, { iat: now - 29 })],
        token: child(1),
        flags: ['Boundary'],
      }),
    ],
  }
}

/** In ect-01 child and parents share the workflow, in ect-00 they need not. */
export function workflowsTopic(revision: LaterRevision): Topic<'dag'> {
  const isShared = revision !== ect00
  const task = tasksOf(revision)
  const child = (claims: object, ...tasks: readonly number[]): string =>
    task.by('bob', 9, { ...claims, ...childOf(revision, ...tasks) })
  const rules = ['REVISION-WORKFLOW']
  const apart = (comment: string, records: readonly string[], token: string, options = {}): Draft<'dag'> =>
    isShared
      ? no('ECT_DAG_PARENT_WORKFLOW', comment, rules, { records, token, options })
      : ok(`${comment}, which is allowed here`, rules, [records.length - 1], { records, token, options })
  return {
    first: revision.numbers + 4201,
    drafts: [
      ok('child and parent in one workflow', rules, [0], { records: [task(1, inFlow(1))], token: child(inFlow(1), 1) }),
      ok('the workflow in upper case', [...rules, 'CLAIM-UUID-CASE'], [0], {
        records: [task(1, { wid: wid(10).toUpperCase() })],
        token: child(inFlow(10), 1),
      }),
      ok('child and parent without workflow', rules, [0], { records: [task(1)], token: child({}, 1) }),
      apart('a child in a workflow, its parent in none', [task(1)], child(inFlow(1), 1)),
      apart('a child in no workflow, its parent in one', [task(1, inFlow(1))], child({}, 1)),
      apart('the same, with crossWorkflowParents', [task(1, inFlow(1))], child({}, 1), cross),
      apart(
        'a parent in another workflow, with crossWorkflowParents',
        [task(1, inFlow(2))],
        child(inFlow(1), 1),
        cross,
      ),
      no('ECT_DAG_PARENT_MISSING', 'a parent in another workflow', ['DAG-PARENT-OTHER-WORKFLOW'], {
        records: [task(1, inFlow(2))],
        token: child(inFlow(1), 1),
        flags: ['Attack'],
      }),
      ok('the parent of the own workflow, beside one of another', ['DAG-PARENT-OWN-WORKFLOW'], [1], {
        records: [task(1, inFlow(2)), task.by('bob', 1, inFlow(1))],
        token: child(inFlow(1), 1),
      }),
      no('ECT_DAG_PARENT_AMBIGUOUS', 'two records of that id for a child in no workflow', ['DAG-PARENT-AMBIGUOUS'], {
        records: [task(1, inFlow(1)), task.by('bob', 1, inFlow(2))],
        token: child({}, 1),
      }),
      ...(isShared ? orderOfWorkflow(revision) : []),
    ],
  }
}

function orderOfWorkflow(revision: LaterRevision): Draft<'dag'>[] {
  const task = tasksOf(revision)
  const rules = ['REVISION-WORKFLOW', 'DAG-ORDER']
  return [
    no('ECT_DAG_PARENT_WORKFLOW', 'the second of two parents is in no workflow', rules, {
      records: [task(1, inFlow(1)), task(2)],
      token: task(9, { ...inFlow(1), ...childOf(revision, 1, 2) }),
    }),
    no('ECT_DAG_PARENT_MISSING', 'a missing parent before one of no workflow', rules, {
      records: [task(1)],
      token: task(9, { ...inFlow(1), ...childOf(revision, 1, 2) }),
      flags: ['Order'],
    }),
    no('ECT_DAG_PARENT_WORKFLOW', 'the workflow before the time', rules, {
      records: [task(1, { iat: now })],
      token: task(9, { ...inFlow(1), ...childOf(revision, 1) }),
      flags: ['Order'],
    }),
    no('ECT_DAG_PARENT_WORKFLOW', 'an inline parent in no workflow', rules, {
      mode: 'inline',
      records: [task(1)],
      token: task(9, { ...inFlow(1), ...childOf(revision, 1) }),
    }),
  ]
}
