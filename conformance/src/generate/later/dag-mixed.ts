/** Tasks of several revisions in one store. A `tid` and a `jti` never name the same task. */
import { jti, tid, wid } from '../cast.ts'
import { no, ok } from '../dag/draft.ts'
import type { Members } from '../json-text.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { task as taskOfFirst, taskBy as taskOfFirstBy } from '../tasks.ts'
import { ect00, type LaterRevision, otherRevision } from './revision.ts'
import { childOf, policy, type TaskMaker, tasksOf } from './tokens.ts'

const revisions = ['execution-context-00', 'ect-00', 'ect-01']
const apart = { revisions, mixedRevisions: false }
const mixed = { revisions, mixedRevisions: true }
const rules = ['REVISION-MIXED']

export function mixedTopic(revision: LaterRevision): Topic<'dag'> {
  const other = otherRevision(revision)
  const task = tasksOf(revision)
  const foreign = tasksOf(other)
  const child = task.by('bob', 9, childOf(revision, 1))
  return {
    first: revision.numbers + 4401,
    drafts: [
      no('ECT_DAG_PARENT_REVISION', `a parent of ${other.name}`, rules, {
        records: [foreign(1)],
        token: child,
        options: apart,
      }),
      ok(`a parent of ${other.name}, mixed`, rules, [0], { records: [foreign(1)], token: child, options: mixed }),
      ok('a parent of the own revision, mixed', rules, [0], { records: [task(1)], token: child, options: mixed }),
      no('ECT_DAG_PARENT_REVISION', `an inline parent of ${other.name}`, rules, {
        mode: 'inline',
        records: [foreign(1)],
        token: child,
        options: apart,
      }),
      no('ECT_DAG_PARENT_REVISION', `the second of two parents is of ${other.name}`, rules, {
        records: [task(2), foreign(1)],
        token: task(9, childOf(revision, 2, 1)),
        options: apart,
      }),
      no('ECT_DAG_CYCLE', `an inline parent of ${other.name} that names the child`, [...rules, 'DAG-ACYCLIC'], {
        mode: 'inline',
        records: [foreign.by('mallory', 1, childOf(other, 9))],
        token: child,
        options: mixed,
        flags: ['Attack'],
      }),
      no('ECT_DAG_PARENT_POLICY', `a rejected parent of ${other.name}`, [...rules, 'REVISION-PARENT-POLICY'], {
        records: [foreign(1, policy(other, { pol_decision: 'rejected' }))],
        token: child,
        options: mixed,
      }),
      ...sameIds(revision, task, foreign),
      ...tidsAndJtis(revision, task),
      ...workflows(revision, task, foreign),
    ],
  }
}

/** The two later revisions have one kind of id. */
function sameIds(revision: LaterRevision, task: TaskMaker, foreign: TaskMaker): Draft<'dag'>[] {
  return [apart, mixed].map((options) =>
    no(
      'ECT_DAG_TASK_EXISTS',
      `the jti of a task of ${otherRevision(revision).name}${options.mixedRevisions ? ', mixed' : ''}`,
      ['REVISION-UNIQUENESS', ...rules],
      { records: [foreign(1)], token: task.by('bob', 1), options, flags: ['Squatting'] },
    ),
  )
}

function tidsAndJtis(revision: LaterRevision, task: TaskMaker): Draft<'dag'>[] {
  const child = task.by('bob', 9, childOf(revision, 1))
  const byJti = task.by('bob', 9, { [revision.parents]: [jti(1)] })
  const named = (claims: Members): string => taskOfFirstBy('bob', 9, claims)
  return [
    ...[apart, mixed].flatMap((options): Draft<'dag'>[] => {
      const how = options.mixedRevisions ? ', mixed' : ''
      return [
        ok(`a jti with the value of a tid names another task${how}`, [...rules, 'REVISION-UNIQUENESS'], [], {
          records: [taskOfFirst(1)],
          token: task.by('bob', 1),
          options,
        }),
        no('ECT_DAG_PARENT_MISSING', `a parent named by the tid of execution-context-00${how}`, rules, {
          records: [taskOfFirst(1)],
          token: child,
          options,
          flags: ['Attack'],
        }),
        no('ECT_DAG_PARENT_MISSING', `a parent named by the jti of execution-context-00${how}`, rules, {
          records: [taskOfFirst(1)],
          token: byJti,
          options,
          flags: ['Attack'],
        }),
        no('ECT_DAG_PARENT_MISSING', `a parent of ${revision.name} for a task of execution-context-00${how}`, rules, {
          records: [task(1)],
          token: named({ par: [tid(1)] }),
          options,
          flags: ['Attack'],
        }),
        ok(`the jti, beside a task whose tid has its value${how}`, rules, [1], {
          records: [taskOfFirst(1), task(1)],
          token: child,
          options,
        }),
        ok(`the tid, beside a task whose jti has its value${how}`, rules, [0], {
          records: [taskOfFirst(1), task(1)],
          token: named({ par: [tid(1)] }),
          options,
        }),
      ]
    }),
    ok('an inline task whose par holds the value of the child is not its descendant', [...rules, 'DAG-ACYCLIC'], [0], {
      mode: 'inline',
      records: [task(1), taskOfFirst(1, { par: [tid(9)] })],
      token: child,
      options: mixed,
    }),
  ]
}

/** Whose rule it is that child and parents share the workflow: the child's. */
function workflows(revision: LaterRevision, task: TaskMaker, foreign: TaskMaker): Draft<'dag'>[] {
  const both = ['REVISION-WORKFLOW', ...rules]
  const parts = {
    records: [foreign(1)],
    token: task.by('bob', 9, { wid: wid(1), ...childOf(revision, 1) }),
    options: mixed,
  }
  return [
    revision === ect00
      ? ok('a parent of ect-01 in no workflow, for a child of ect-00 in one', both, [0], parts)
      : no('ECT_DAG_PARENT_WORKFLOW', 'a parent of ect-00 in no workflow, for a child of ect-01 in one', both, parts),
    no('ECT_DAG_PARENT_REVISION', 'the revision before the workflow', [...both, 'DAG-ORDER'], {
      ...parts,
      options: apart,
      flags: ['Order'],
    }),
  ]
}
