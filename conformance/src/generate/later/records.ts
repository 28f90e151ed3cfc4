/** A ledger of a later revision, and one of several: one record for a task, one use of a `jti`. */
import { carol, jti, key, now, tid, wid } from '../cast.ts'
import { accept, again, refuse, steps } from '../ledger/draft.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { sign } from '../sign.ts'
import { task as taskOfFirst, taskBy as taskOfFirstBy } from '../tasks.ts'
import { ect01, type LaterRevision, otherRevision } from './revision.ts'
import { childOf, policy, type TaskMaker, tasksOf } from './tokens.ts'

const revisions = ['execution-context-00', 'ect-00', 'ect-01']
const apart = { options: { revisions } }
const mixed = { options: { revisions, mixedRevisions: true } }

export function recordsTopic(revision: LaterRevision): Topic<'ledger'> {
  const task = tasksOf(revision)
  const one = task(1)
  const resigned = task(1, {}, { signature: (_, input) => sign(key('alice-key'), input, new Uint8Array(32)) })
  const child = task.by('bob', 2, childOf(revision, 1))
  const rules = ['REVISION-LEDGER']
  return {
    first: revision.numbers + 6001,
    drafts: [
      steps('a task and its child', [...rules, 'REVISION-PARENTS'], [accept(one, 0), accept(child, 1, [0])]),
      steps(
        'the same token again, also after exp',
        [...rules, 'RECORD-RETRY-AFTER-EXP'],
        [accept(one, 0), again(one, 0), again(one, 0, [], now + 86_400)],
      ),
      steps(
        'another signature of the same token',
        ['LEDGER-SIGNING-INPUT', 'ENV-SIG-NOT-IDENTITY'],
        [accept(one, 0), again(resigned, 0)],
        { flags: ['Twin'] },
      ),
      steps(
        'another task under the jti, same key: equivocation',
        ['LEDGER-EQUIVOCATION', 'REVISION-TASK-ID'],
        [
          accept(one, 0),
          refuse(task(1, { exec_act: 'implement_module' }), 'ECT_LEDGER_EQUIVOCATION'),
          accept(task(2), 1),
        ],
        { flags: ['Attack'] },
      ),
      steps(
        'the jti in upper case, same key: equivocation',
        ['LEDGER-EQUIVOCATION', 'CLAIM-UUID-CASE'],
        [accept(task(10), 0), refuse(task(10, { jti: tid(10).toUpperCase() }), 'ECT_LEDGER_EQUIVOCATION')],
        { flags: ['Twin'] },
      ),
      steps(
        'another task under the jti, another key of its issuer',
        ['LEDGER-JTI-ORDER', 'LEDGER-JTI-UNIQUE'],
        [accept(one, 0), refuse(task(1, {}, { key: 'alice-key-2' }), 'ECT_REPLAY_SEEN')],
      ),
      steps(
        "another issuer's jti",
        ['LEDGER-OTHER-ISSUER', 'REVISION-UNIQUENESS'],
        [accept(one, 0), refuse(task.by('bob', 1), 'ECT_DAG_TASK_EXISTS')],
        { flags: ['Squatting'] },
      ),
      steps(
        'the jti in another workflow, same issuer: used before',
        ['LEDGER-JTI-UNIQUE', 'LEDGER-TASK-SCOPE'],
        [accept(task(1, { wid: wid(1) }), 0), refuse(task(1, { wid: wid(2) }), 'ECT_REPLAY_SEEN')],
      ),
      steps(
        'the jti in another workflow, another issuer',
        ['REVISION-UNIQUENESS', 'LEDGER-TASK-SCOPE'],
        [accept(task(1, { wid: wid(1) }), 0), accept(task.by('bob', 1, { wid: wid(2) }), 1)],
      ),
      steps(
        'a refused parent is no parent',
        ['LEDGER-ORDER', 'DAG-PARENT-VERIFIED'],
        [
          refuse(task(1, { aud: carol }), 'ECT_PARTY_AUDIENCE'),
          refuse(child, 'ECT_DAG_PARENT_MISSING'),
          accept(one, 0),
          accept(child, 1, [0]),
        ],
      ),
      steps(
        'only a remedy follows a rejected task',
        ['REVISION-PARENT-POLICY', 'DAG-REJECTED-RECORDED'],
        [
          accept(task(1, policy(revision, { pol_decision: 'rejected' })), 0),
          refuse(child, 'ECT_DAG_PARENT_POLICY'),
          accept(task(3, { exec_act: 'rollback_release', ...childOf(revision, 1) }), 1, [0]),
        ],
      ),
      steps(
        'a child in a workflow, its parent in none',
        ['REVISION-WORKFLOW'],
        [
          accept(one, 0),
          revision === ect01
            ? refuse(task(2, { wid: wid(1), ...childOf(revision, 1) }), 'ECT_DAG_PARENT_WORKFLOW')
            : accept(task(2, { wid: wid(1), ...childOf(revision, 1) }), 1, [0]),
        ],
      ),
      steps(
        'a token at exp, and a second before',
        ['VERIFY-EXPIRY-BOUNDARY'],
        [refuse(one, 'ECT_TIME_EXPIRED', now + 540), accept(one, 0, [], now + 539)],
        { flags: ['Boundary'] },
      ),
      steps(
        'a token after exp, in a ledger that takes them later',
        ['MODE-LATENESS'],
        [accept(one, 0, [], now + 600)],
        { options: { maxLatenessSeconds: 3600 } },
      ),
      steps(
        'an unsigned token',
        ['REVISION-ENVELOPE', 'REVISION-LEVEL-1'],
        [refuse(one.split('.')[1] ?? '', 'ECT_TOKEN_SEGMENTS'), accept(one, 0)],
        { flags: ['NotGenuine', 'Attack'] },
      ),
      ...several(revision, task, child),
    ],
  }
}

/** Tokens of several revisions in one ledger. */
function several(revision: LaterRevision, task: TaskMaker, child: string): Draft<'ledger'>[] {
  const other = otherRevision(revision)
  const foreign = tasksOf(other)
  const rules = ['REVISION-MIXED']
  const underTwo = [...rules, 'LEDGER-JTI-UNIQUE']
  return [
    steps(
      'a task of another revision, which is not accepted',
      ['REVISION-CALLER'],
      [
        refuse(taskOfFirst(1), 'ECT_TOKEN_REVISION'),
        refuse(foreign(1), other === ect01 ? 'ECT_HEADER_TYP' : 'ECT_TOKEN_REVISION'),
        accept(task(1), 0),
      ],
    ),
    steps(
      'a tid and a jti of one value are two tasks',
      rules,
      [
        accept(taskOfFirst(1), 0),
        accept(task(1), 1),
        accept(child, 2, [1]),
        accept(taskOfFirstBy('bob', 9, { par: [tid(1)] }), 3, [0]),
      ],
      apart,
    ),
    steps(
      'the same, mixed',
      rules,
      [
        accept(task(1), 0),
        accept(taskOfFirst(1), 1),
        accept(child, 2, [0]),
        accept(taskOfFirstBy('bob', 9, { par: [tid(1)] }), 3, [1]),
      ],
      mixed,
    ),
    steps(
      'a jti that its issuer used under execution-context-00',
      underTwo,
      [accept(taskOfFirst(1), 0), refuse(task(1, { jti: jti(1) }), 'ECT_REPLAY_SEEN')],
      { ...apart, flags: ['Attack'] },
    ),
    steps(
      'a jti that its issuer used, then under execution-context-00',
      underTwo,
      [accept(task(1), 0), refuse(taskOfFirst(2, { jti: tid(1) }), 'ECT_REPLAY_SEEN')],
      { ...mixed, flags: ['Attack'] },
    ),
    steps(
      `a jti that its issuer used under ${other.name}, same key: equivocation`,
      [...rules, 'LEDGER-EQUIVOCATION'],
      [accept(foreign(1), 0), refuse(task(1), 'ECT_LEDGER_EQUIVOCATION')],
      { ...apart, flags: ['Attack'] },
    ),
    steps(
      `a jti that its issuer used under ${other.name}, another key`,
      underTwo,
      [accept(foreign(1), 0), refuse(task(1, {}, { key: 'alice-key-2' }), 'ECT_REPLAY_SEEN')],
      { ...mixed, flags: ['Attack'] },
    ),
    steps(
      `a parent of ${other.name}`,
      rules,
      [accept(foreign(1), 0), refuse(child, 'ECT_DAG_PARENT_REVISION'), accept(task(3), 1)],
      apart,
    ),
    steps(`a parent of ${other.name}, mixed`, rules, [accept(foreign(1), 0), accept(child, 1, [0])], mixed),
    steps(
      'a parent of execution-context-00, mixed',
      rules,
      [accept(taskOfFirst(1), 0), refuse(child, 'ECT_DAG_PARENT_MISSING')],
      mixed,
    ),
  ]
}
