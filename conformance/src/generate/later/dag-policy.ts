/** The parent policy of a later revision: decisions stand in the extensions, and remedies show in `exec_act` alone. */
import { no, ok } from '../dag/draft.ts'
import type { Members } from '../json-text.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { type LaterRevision, otherRevision } from './revision.ts'
import { childOf, policy, tasksOf } from './tokens.ts'

const rules = ['REVISION-PARENT-POLICY']
const remedies = ['compensation', 'rollback_release', 'remediation:step-1', 'human_review/7', 'rollback.', 'rollback-x']
const others = ['rollbacks', 'Rollback', 'compensate', 'human_reviewer', 'do_rollback', 'rollback ']

export function policyTopic(revision: LaterRevision): Topic<'dag'> {
  const task = tasksOf(revision)
  const decided = (pol_decision: string): string => task(1, policy(revision, { pol_decision }))
  const child = (claims: Members = {}): string => task.by('bob', 2, { ...childOf(revision, 1), ...claims })
  const rejected = decided('rejected')
  const refused = (comment: string, record: string, token: string, more: readonly string[] = []): Draft<'dag'> =>
    no('ECT_DAG_PARENT_POLICY', comment, [...rules, ...more], { records: [record], token })
  const taken = (comment: string, record: string, token: string, more: readonly string[] = []): Draft<'dag'> =>
    ok(comment, [...rules, ...more], [0], { records: [record], token })
  return {
    first: revision.numbers + 4301,
    drafts: [
      refused('an ordinary child of a rejected task', rejected, child(), ['DAG-POLICY-PARENT', 'REVISION-POLICY']),
      refused('an ordinary child of a pending task', decided('pending_human_review'), child(), ['DAG-POLICY-PARENT']),
      taken('a child of an approved task', decided('approved'), child()),
      taken('a child of a task that names no policy', task(1), child()),
      taken('a child of a task that names a policy and no decision', task(1, policy(revision, { pol: 'p' })), child()),
      taken('a rejected task itself', task(1), child(policy(revision, { pol_decision: 'rejected' })), [
        'DAG-REJECTED-RECORDED',
      ]),
      ...remedies.map((exec_act) =>
        taken(`${JSON.stringify(exec_act)} after a rejected task`, rejected, child({ exec_act }), [
          'DAG-POLICY-ACTION',
        ]),
      ),
      ...others.map((exec_act) =>
        refused(`${JSON.stringify(exec_act)} is no remedy`, rejected, child({ exec_act }), ['DAG-POLICY-ACTION']),
      ),
      ...meaningless(revision, child).map(([comment, token]) =>
        refused(comment, rejected, token, ['REVISION-METADATA']),
      ),
      taken('a rejection at the top level is none', task(1, { pol: 'p', pol_decision: 'rejected' }), child(), [
        'REVISION-POLICY',
      ]),
      taken(
        'a rejection in the extension object of another revision is none',
        task(1, policy(otherRevision(revision), { pol_decision: 'rejected' })),
        child(),
        ['REVISION-EXT'],
      ),
      ok('a rejected grandparent', [...rules, 'DAG-POLICY-DIRECT'], [1], {
        records: [rejected, child({ exec_act: 'rollback' })],
        token: task(3, childOf(revision, 2)),
      }),
      no('ECT_DAG_PARENT_POLICY', 'the second of two parents was rejected', [...rules, 'DAG-POLICY-PARENT'], {
        records: [task(3), rejected],
        token: task(2, childOf(revision, 3, 1)),
      }),
      no('ECT_DAG_PARENT_POLICY', 'an inline parent that was rejected', [...rules, 'DAG-POLICY-PARENT'], {
        mode: 'inline',
        records: [rejected],
        token: child(),
      }),
    ],
  }
}

/** Claims that make a compensation task in execution-context-00, and nothing here. */
function meaningless(
  revision: LaterRevision,
  child: (claims: Members) => string,
): readonly (readonly [comment: string, token: string])[] {
  const compensation = { compensation_required: true, compensation_reason: 'the spec was rejected' }
  return [
    ['compensation_required means nothing', child(compensation)],
    ['compensation_required in the extensions means nothing', child(policy(revision, compensation))],
  ]
}
