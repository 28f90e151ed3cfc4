/** Section 6.1: one task, one record. And the order of a ledger. */
import { jti, key, now, tid, wid } from '../cast.ts'
import { payloadText } from '../compact.ts'
import type { Topic } from '../number-cases.ts'
import { flipS, hasHighS, sign } from '../sign.ts'
import { task, taskBy } from '../tasks.ts'
import { accept, again, refuse, steps } from './draft.ts'

const inFlow = (n: number) => ({ wid: wid(n) })
const one = task(1)
const oneResigned = task(1, {}, { signature: (_, input) => sign(key('alice-key'), input, new Uint8Array(32)) })
const oneFlipped = task(1, {}, { signature: flipS })
const oneForged = task(
  1,
  {},
  { signature: (right) => Uint8Array.from([...right.subarray(0, 63), (right[63] ?? 0) ^ 1]) },
)
/** The same claims in other bytes. */
const spaced = (text: string): string => text.replaceAll(',"', ', "')
const oneText = Buffer.from(one.split('.')[1] ?? '', 'base64url').toString()
const oneSpaced = task(1, {}, { payloadText: spaced(oneText) })
const oneWithNote = task(1, {}, { header: { note: 'x' } })
const oneOtherKey = (claims: Readonly<Record<string, unknown>> = {}): string => task(1, claims, { key: 'alice-key-2' })
const limited = (n: number, claims: Readonly<Record<string, unknown>> = {}): string =>
  task(n, claims, { header: { kid: 'limited' } })

export const recordsTopic: Topic<'ledger'> = {
  first: 6001,
  drafts: [
    steps(
      'a first record has sequence 0',
      ['LEDGER-SEQUENCE-ZERO', 'LEDGER-ENTRY', 'RECORD-NO-REPLAY-MEMORY'],
      [accept(one, 0)],
    ),
    steps(
      'three records: dense, increasing',
      ['LEDGER-ORDER', 'LEDGER-APPEND-ONLY'],
      [accept(task(1), 0), accept(task(2), 1), accept(task(3), 2)],
    ),
    steps(
      'a refused token takes no sequence',
      ['LEDGER-ORDER', 'LEDGER-APPEND-RESULT'],
      [accept(task(1), 0), refuse(task(2, { par: [tid(99)] }), 'ECT_DAG_PARENT_MISSING'), accept(task(3), 1)],
    ),
    steps(
      'an entry keeps the sequences of its parents',
      ['DAG-PARENT-SEQUENCES', 'LEDGER-ENTRY'],
      [accept(task(1), 0), accept(task(2), 1), accept(taskBy('bob', 3, { par: [tid(2), tid(1)] }), 2, [1, 0])],
    ),
    steps(
      'the same token again: the first entry is the answer',
      ['LEDGER-SIGNING-INPUT', 'RECORD-FIRST-ENTRY'],
      [accept(one, 0), again(one, 0)],
    ),
    steps(
      'the same token again after others',
      ['LEDGER-SIGNING-INPUT', 'RECORD-FIRST-ENTRY'],
      [accept(one, 0), accept(task(2), 1), again(one, 0), accept(task(3), 2)],
    ),
    steps(
      'the same signing input with another signature',
      ['LEDGER-SIGNING-INPUT', 'ENV-SIG-NOT-IDENTITY'],
      [accept(one, 0), again(oneResigned, 0)],
      { flags: ['Twin'] },
    ),
    steps(
      'the same signing input with the other s',
      ['LEDGER-SIGNING-INPUT', 'ENV-SIG-HIGH-S', 'ENV-SIG-NOT-IDENTITY'],
      [
        accept(hasHighS(signatureOf(one)) ? oneFlipped : one, 0),
        again(hasHighS(signatureOf(one)) ? one : oneFlipped, 0),
      ],
      { flags: ['Twin'] },
    ),
    steps(
      'the same signing input with a wrong signature is no retry',
      ['RECORD-FIRST-ENTRY', 'VERIFY-ORDER-05-SIGNATURE'],
      [accept(one, 0), refuse(oneForged, 'ECT_SIGNATURE_INVALID')],
      { flags: ['Attack', 'NotGenuine'] },
    ),
    steps(
      'the same token again after exp',
      ['RECORD-RETRY-AFTER-EXP'],
      [accept(one, 0), again(one, 0, [], now + 86_400)],
    ),
    steps(
      'the same token again with another signature after exp',
      ['RECORD-RETRY-AFTER-EXP', 'LEDGER-SIGNING-INPUT'],
      [accept(one, 0), again(oneResigned, 0, [], now + 86_400)],
    ),
    steps(
      'the same token again after the end of its key',
      ['RECORD-RETRY-AFTER-EXP', 'RECORD-FIRST-ENTRY'],
      [accept(limited(1), 0), again(limited(1), 0, [], now + 300), refuse(limited(2), 'ECT_KEY_VALIDITY', now + 300)],
      { keys: 'status' },
    ),
    steps(
      'a retry of a child keeps its parents',
      ['RECORD-FIRST-ENTRY', 'DAG-PARENT-SEQUENCES'],
      [
        accept(one, 0),
        accept(taskBy('bob', 2, { par: [tid(1)] }), 1, [0]),
        again(taskBy('bob', 2, { par: [tid(1)] }), 1, [0]),
      ],
    ),
    steps(
      'the same claims in other bytes, same key: equivocation',
      ['LEDGER-EQUIVOCATION'],
      [accept(one, 0), refuse(oneSpaced, 'ECT_LEDGER_EQUIVOCATION')],
      { flags: ['Twin'] },
    ),
    steps(
      'another header, same claims, same key: equivocation',
      ['LEDGER-EQUIVOCATION'],
      [accept(one, 0), refuse(oneWithNote, 'ECT_LEDGER_EQUIVOCATION')],
      { flags: ['Twin'] },
    ),
    steps(
      'the task id in upper case, same key: equivocation',
      ['LEDGER-EQUIVOCATION', 'CLAIM-UUID-CASE'],
      [accept(task(10), 0), refuse(task(10, { tid: tid(10).toUpperCase(), jti: jti(11) }), 'ECT_LEDGER_EQUIVOCATION')],
      { flags: ['Twin'] },
    ),
    steps(
      'another decision about the same task, same key: equivocation',
      ['LEDGER-EQUIVOCATION'],
      [
        accept(one, 0),
        refuse(task(1, { jti: jti(2), pol_decision: 'rejected' }), 'ECT_LEDGER_EQUIVOCATION'),
        accept(task(2), 1),
      ],
      { flags: ['Attack'] },
    ),
    steps(
      'equivocation before the jti',
      ['LEDGER-JTI-ORDER', 'LEDGER-EQUIVOCATION'],
      [accept(one, 0), refuse(task(1, { pol_decision: 'rejected' }), 'ECT_LEDGER_EQUIVOCATION')],
      { flags: ['Order'] },
    ),
    steps(
      'equivocation before the DAG',
      ['LEDGER-JTI-ORDER', 'LEDGER-EQUIVOCATION'],
      [accept(one, 0), refuse(task(1, { jti: jti(2), par: [tid(99)] }), 'ECT_LEDGER_EQUIVOCATION')],
      { flags: ['Order'] },
    ),
    steps(
      'equivocation in a workflow',
      ['LEDGER-EQUIVOCATION', 'LEDGER-TASK-SCOPE'],
      [accept(task(1, inFlow(1)), 0), refuse(task(1, { ...inFlow(1), jti: jti(2) }), 'ECT_LEDGER_EQUIVOCATION')],
    ),
    steps(
      'equivocation where the record has no workflow and the token has one',
      ['LEDGER-EQUIVOCATION', 'LEDGER-TASK-SCOPE'],
      [accept(one, 0), refuse(task(1, { ...inFlow(1), jti: jti(2) }), 'ECT_LEDGER_EQUIVOCATION')],
    ),
    steps(
      'equivocation where the record has a workflow and the token has none',
      ['LEDGER-EQUIVOCATION', 'LEDGER-TASK-SCOPE'],
      [accept(task(1, inFlow(1)), 0), refuse(task(1, { jti: jti(2) }), 'ECT_LEDGER_EQUIVOCATION')],
    ),
    steps(
      'the same task id in two workflows by the same key is none',
      ['LEDGER-TASK-SCOPE', 'DAG-UNIQUE-OTHER-WORKFLOW'],
      [accept(task(1, inFlow(1)), 0), accept(task(1, { ...inFlow(2), jti: jti(2) }), 1)],
    ),
    steps(
      'another issuer with a recorded task id',
      ['LEDGER-OTHER-ISSUER'],
      [accept(one, 0), refuse(taskBy('mallory', 1), 'ECT_DAG_TASK_EXISTS')],
      { flags: ['Attack', 'Squatting'] },
    ),
    steps(
      'another issuer with a recorded task id and the same jti: jtis belong to their issuer',
      ['LEDGER-OTHER-ISSUER', 'LEDGER-JTI-UNIQUE'],
      [accept(task(1, { jti: jti(7) }), 0), refuse(taskBy('bob', 1, { jti: jti(7) }), 'ECT_DAG_TASK_EXISTS')],
    ),
    steps(
      'the same issuer with another key and a fresh jti: a conflict, no equivocation',
      ['LEDGER-EQUIVOCATION', 'DAG-UNIQUE-NO-WORKFLOW'],
      [accept(one, 0), refuse(oneOtherKey({ jti: jti(2) }), 'ECT_DAG_TASK_EXISTS')],
    ),
    steps(
      'a jti that its issuer used for another task',
      ['LEDGER-JTI-UNIQUE'],
      [accept(one, 0), refuse(task(2, { jti: jti(1) }), 'ECT_REPLAY_SEEN')],
    ),
    steps(
      'a jti in upper case that its issuer used',
      ['LEDGER-JTI-UNIQUE', 'CLAIM-UUID-CASE'],
      [accept(one, 0), refuse(task(2, { jti: jti(1).toUpperCase() }), 'ECT_REPLAY_SEEN')],
      { flags: ['Twin'] },
    ),
    steps(
      'a jti used in another workflow',
      ['LEDGER-JTI-UNIQUE'],
      [accept(task(1, inFlow(1)), 0), refuse(task(2, { ...inFlow(2), jti: jti(1) }), 'ECT_REPLAY_SEEN')],
    ),
    steps(
      'a jti used with another key of the same issuer',
      ['LEDGER-JTI-UNIQUE'],
      [accept(one, 0), refuse(task(2, { jti: jti(1) }, { key: 'alice-key-2' }), 'ECT_REPLAY_SEEN')],
    ),
    steps(
      'a jti long after the token that used it has expired',
      ['LEDGER-JTI-UNIQUE'],
      [accept(one, 0), refuse(task(2, { jti: jti(1), iat: now + 86_400 }), 'ECT_REPLAY_SEEN', now + 86_400)],
    ),
    steps(
      'a jti that another issuer used',
      ['LEDGER-JTI-UNIQUE', 'VERIFY-REPLAY-KEY'],
      [accept(one, 0), accept(taskBy('bob', 2, { jti: jti(1) }), 1)],
    ),
    steps(
      'the jti before uniqueness',
      ['LEDGER-JTI-ORDER', 'VERIFY-ORDER-14-REPLAY'],
      [accept(one, 0), refuse(oneOtherKey(), 'ECT_REPLAY_SEEN')],
      { flags: ['Order'] },
    ),
    steps(
      'the jti before parents',
      ['LEDGER-JTI-ORDER', 'VERIFY-ORDER-14-REPLAY'],
      [accept(one, 0), refuse(task(2, { jti: jti(1), par: [tid(99)] }), 'ECT_REPLAY_SEEN')],
      { flags: ['Order'] },
    ),
    steps(
      'the jti before self',
      ['LEDGER-JTI-ORDER', 'VERIFY-ORDER-14-REPLAY'],
      [accept(one, 0), refuse(task(2, { jti: jti(1), par: [tid(2)] }), 'ECT_REPLAY_SEEN')],
      { flags: ['Order'] },
    ),
    steps(
      'a refused token leaves no trace: its jti and its task id are free',
      ['VERIFY-NO-EARLY-STORE', 'LEDGER-ATOMIC'],
      [
        refuse(task(2, { par: [tid(1)] }), 'ECT_DAG_PARENT_MISSING'),
        accept(one, 0),
        accept(task(2, { par: [tid(1)] }), 1, [0]),
      ],
    ),
    steps(
      'an equivocation leaves no trace in the log: its jti is free',
      ['LEDGER-EQUIVOCATION-EVIDENCE', 'VERIFY-NO-EARLY-STORE'],
      [accept(one, 0), refuse(task(1, { jti: jti(2) }), 'ECT_LEDGER_EQUIVOCATION'), accept(task(2), 1)],
    ),
    steps(
      'opaque ids that differ in case are different tasks',
      ['CLAIM-IDS-OPAQUE-BYTEWISE'],
      [
        accept(task(1, { tid: 'Task-1' }), 0),
        accept(task(2, { tid: 'task-1' }), 1),
        accept(task(3, { tid: 'task-2', par: ['task-1'] }), 2, [1]),
      ],
      { options: { ids: 'opaque' } },
    ),
    steps(
      "the reference implementation's root with the task id task-001",
      ['EXAMPLE-ROOT', 'CLAIM-IDS-OPAQUE'],
      [
        accept(
          task(
            1,
            {},
            {
              payloadText: payloadText({
                aud: ['spiffe://example.com/system/ledger'],
                jti: '550e8400-e29b-41d4-a716-446655440000',
                tid: 'task-001',
                exec_act: 'review_spec',
                pol: 'policy_v1',
              }),
            },
          ),
          0,
        ),
      ],
      { options: { ids: 'opaque' } },
    ),
  ],
}

function signatureOf(token: string): Uint8Array {
  return Uint8Array.from(Buffer.from(token.split('.')[2] ?? '', 'base64url'))
}
