/** The Execution-Context field with tokens of a later revision, and the status that a refusal gets. */
import { alice, carol, ledger, now, tid, wid } from '../cast.ts'
import { type FieldParts, no, ok } from '../http-field/draft.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { task as taskOfFirst } from '../tasks.ts'
import { ect01, type LaterRevision, otherRevision } from './revision.ts'
import { childOf, policy, type TaskMaker, tasksOf } from './tokens.ts'

const all = { options: { revisions: ['execution-context-00', 'ect-00', 'ect-01'] } }
const mixed = { options: { ...all.options, mixedRevisions: true } }
const flipped = (right: Uint8Array): Uint8Array => Uint8Array.from([...right.subarray(0, 63), (right[63] ?? 0) ^ 1])
const old = { iat: now - 86_400 }

/** A field that is refused: with 403 whatever the reason where only ect-01 is accepted, else with the usual status. */
type Refuses = (
  code: string,
  comment: string,
  rules: readonly string[],
  lines: readonly string[],
  parts?: FieldParts,
) => Draft<'http-field'>

const refusing =
  (revision: LaterRevision): Refuses =>
  (code, comment, rules, lines, parts) =>
    revision === ect01 && parts?.options?.revisions === undefined
      ? no(code, comment, [...rules, 'REVISION-STATUS'], lines, parts, 403)
      : no(code, comment, [...rules, 'HTTP-STATUS'], lines, parts)

export function formTopic(revision: LaterRevision): Topic<'http-field'> {
  const task = tasksOf(revision)
  const refuses = refusing(revision)
  const [one, two] = [task(1), task.by('bob', 2)]
  const bothSubjects = { subjects: [tid(1), tid(2)], supporting: [] }
  const among = { ...all, flags: ['Boundary'] }
  return {
    first: revision.numbers + 5001,
    drafts: [
      ok('one token', ['HTTP-FIELD', 'REVISION-TASK-ID'], [one], { subjects: [tid(1)], supporting: [] }),
      ok('two tokens on two lines', ['HTTP-FIELD-LINES'], [one, two], bothSubjects),
      ok('two tokens on one line', ['HTTP-FIELD-COMMA'], [`${one}, ${two}`], bothSubjects),
      refuses('ECT_FIELD_SYNTAX', 'a line break between two tokens', ['HTTP-CONTROL'], [`${one},\n${two}`]),
      no(
        'ECT_FIELD_SYNTAX',
        'the same where every revision is accepted',
        ['HTTP-CONTROL', 'REVISION-STATUS'],
        [`${one},\n${two}`],
        all,
      ),
      refuses('ECT_FIELD_COUNT', 'more tokens than the limit', ['HTTP-LIMIT-TOKENS'], [one, two], {
        options: { maxTokens: 1 },
      }),
      no(
        'ECT_FIELD_COUNT',
        'the same where every revision is accepted',
        ['HTTP-LIMIT-TOKENS', 'REVISION-STATUS'],
        [one, two],
        { ...among, options: { ...all.options, maxTokens: 1 } },
      ),
      refuses(
        'ECT_TOKEN_SEGMENTS',
        'an unsigned token',
        ['HTTP-ALL-VERIFIED', 'REVISION-ENVELOPE'],
        [one.split('.')[1] ?? ''],
        { flags: ['NotGenuine', 'Attack'] },
      ),
      refuses(
        'ECT_SIGNATURE_INVALID',
        'a wrong signature',
        ['HTTP-ALL-VERIFIED'],
        [one, task(2, {}, { signature: flipped })],
        { flags: ['NotGenuine', 'Attack'] },
      ),
      refuses(
        'ECT_CLAIM_DECISION',
        'a misspelt decision',
        ['HTTP-ALL-VERIFIED', 'REVISION-POLICY'],
        [one, task(2, policy(revision, { pol_decision: 'reject' }))],
      ),
      refuses('ECT_TIME_EXPIRED', 'an expired token', ['HTTP-ALL-VERIFIED'], [one, task(2, old)]),
      refuses('ECT_REPLAY_SEEN', 'a jti that was used', ['HTTP-ALL-VERIFIED'], [one], {
        seen: [{ issuer: alice, jti: tid(1) }],
      }),
      refuses(
        otherRevision(revision) === ect01 ? 'ECT_HEADER_TYP' : 'ECT_TOKEN_REVISION',
        'a token of the other revision beside it',
        ['HTTP-ALL-VERIFIED', 'REVISION-CALLER'],
        [one, tasksOf(otherRevision(revision))(2)],
      ),
    ],
  }
}

export function rolesTopic(revision: LaterRevision): Topic<'http-field'> {
  const task = tasksOf(revision)
  const refuses = refusing(revision)
  const one = task(1)
  const child = task.by('carol', 9, childOf(revision, 1))
  const both = { subjects: [tid(9)], supporting: [tid(1)] }
  const judged = { dag: true } as const
  return {
    first: revision.numbers + 5101,
    drafts: [
      ok('a child and its parent', ['HTTP-SUPPORTING', 'REVISION-PARENTS'], [child, one], both, judged),
      ok(
        'a parent named in upper case',
        ['HTTP-SUPPORTING', 'CLAIM-UUID-CASE'],
        [task(10), task.by('carol', 9, { [revision.parents]: [tid(10).toUpperCase()] })],
        { subjects: [tid(9)], supporting: [tid(10)] },
      ),
      ok(
        'an old parent for somebody else',
        ['HTTP-SUPPORTING-SKIPS-EXPIRY', 'HTTP-SUPPORTING-SKIPS-AUDIENCE'],
        [task(1, { ...old, aud: carol }), child],
        both,
        judged,
      ),
      refuses(
        'ECT_DAG_CYCLE',
        'two tokens that name each other',
        ['HTTP-NO-SUBJECT'],
        [task(1, childOf(revision, 2)), task(2, childOf(revision, 1))],
        { flags: ['Attack'] },
      ),
      refuses('ECT_DAG_PARENT_MISSING', 'a parent that did not come along', ['HTTP-SUBJECT'], [child], judged),
      refuses(
        'ECT_DAG_PARENT_POLICY',
        'a child of a rejected parent',
        ['REVISION-PARENT-POLICY'],
        [task(1, policy(revision, { pol_decision: 'rejected' })), child],
        judged,
      ),
      ...(revision === ect01
        ? [
            refuses(
              'ECT_DAG_PARENT_WORKFLOW',
              'a parent in a workflow, a child in none',
              ['REVISION-WORKFLOW'],
              [task(1, { wid: wid(1) }), child],
              judged,
            ),
          ]
        : [
            ok(
              'a parent in a workflow, a child in none',
              ['REVISION-WORKFLOW'],
              [task(1, { wid: wid(1) }), child],
              both,
              judged,
            ),
          ]),
      ...mixedFields(revision, task, child),
    ],
  }
}

/** Fields with tokens of several revisions: the statuses are the usual ones. */
function mixedFields(revision: LaterRevision, task: TaskMaker, child: string): Draft<'http-field'>[] {
  const foreign = tasksOf(otherRevision(revision))
  const rules = ['REVISION-MIXED']
  const both = { subjects: [tid(9)], supporting: [tid(1)] }
  return [
    ok('a parent of the other later revision, mixed', rules, [foreign(1), child], both, { ...mixed, dag: true }),
    no('ECT_DAG_PARENT_REVISION', 'a parent of the other later revision', rules, [foreign(1), child], {
      ...all,
      dag: true,
    }),
    ok(
      'a task of execution-context-00 whose tid is the parent id is a subject',
      [...rules, 'HTTP-SUBJECT'],
      [taskOfFirst(1), child],
      { subjects: [tid(1), tid(9)], supporting: [] },
      all,
    ),
    no(
      'ECT_TIME_EXPIRED',
      'an old task of execution-context-00 whose tid is the parent id',
      [...rules, 'HTTP-SUBJECT'],
      [taskOfFirst(1, old), child],
      { ...mixed, flags: ['Attack'] },
    ),
    no(
      'ECT_PARTY_AUDIENCE',
      'the same for somebody else',
      [...rules, 'HTTP-SUBJECT'],
      [taskOfFirst(1, { aud: ledger }), child],
      { ...mixed, flags: ['Attack'] },
    ),
    no(
      'ECT_PARTY_AUDIENCE',
      "a task for somebody else whose jti is in the par of execution-context-00's",
      [...rules, 'HTTP-SUBJECT'],
      [task(1, { aud: ledger }), taskOfFirst(9, { par: [tid(1)] })],
      { ...mixed, flags: ['Attack'] },
    ),
    no('ECT_DAG_PARENT_MISSING', 'the tid of execution-context-00 is no parent', rules, [taskOfFirst(1), child], {
      ...mixed,
      dag: true,
    }),
    no(
      'ECT_REPLAY_SEEN',
      'one jti of one issuer under two revisions',
      [...rules, 'VERIFY-REPLAY-KEY'],
      [task(1), taskOfFirst(2, { jti: tid(1) })],
      { ...mixed, flags: ['Attack'] },
    ),
    ok(
      'one jti of two issuers under two revisions',
      [...rules, 'VERIFY-REPLAY-KEY'],
      [task(1), foreign.by('bob', 1)],
      { subjects: [tid(1), tid(1)], supporting: [] },
      mixed,
    ),
  ]
}
