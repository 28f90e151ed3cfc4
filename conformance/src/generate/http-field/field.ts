/** The Execution-Context field: its form, and which of its tokens must pass which steps. */
import { alice, carol, jti, ledger, now, tid } from '../cast.ts'
import type { Topic } from '../number-cases.ts'
import { task, taskBy } from '../tasks.ts'
import { no, ok } from './draft.ts'

const one = task(1)
const two = taskBy('bob', 2)
const childOf = (...parents: number[]): string => taskBy('carol', 9, { par: parents.map(tid) })
const child = childOf(1)
const both = { subjects: [tid(9)], supporting: [tid(1)] }
const flipped = (right: Uint8Array): Uint8Array => Uint8Array.from([...right.subarray(0, 63), (right[63] ?? 0) ^ 1])
/** A parent signed with a key of the key set `status`, where carol's key is too. */
const parentWith = (kid: string, claims: Readonly<Record<string, unknown>> = {}): string =>
  task(1, claims, { header: { kid } })
const status = { keys: 'status' }
const old = { iat: now - 86_400 }

export const formTopic: Topic<'http-field'> = {
  first: 5001,
  drafts: [
    ok('one token', ['HTTP-FIELD'], [one], { subjects: [tid(1)], supporting: [] }),
    ok('two tokens on two lines', ['HTTP-FIELD-LINES', 'HTTP-SUBJECT'], [one, two], {
      subjects: [tid(1), tid(2)],
      supporting: [],
    }),
    ok('two tokens on one line', ['HTTP-FIELD-COMMA'], [`${one},${two}`], {
      subjects: [tid(1), tid(2)],
      supporting: [],
    }),
    ok('a comma and a space', ['HTTP-FIELD-COMMA'], [`${one}, ${two}`], { subjects: [tid(1), tid(2)], supporting: [] }),
    ok(
      'spaces before and after',
      ['HTTP-FIELD-COMMA'],
      [`  ${one} ,  ${two}  `],
      { subjects: [tid(1), tid(2)], supporting: [] },
      { flags: ['Unusual'] },
    ),
    ok('lines and commas mixed', ['HTTP-FIELD-LINES', 'HTTP-FIELD-COMMA'], [`${one},${two}`, task(3)], {
      subjects: [tid(1), tid(2), tid(3)],
      supporting: [],
    }),
    ok(
      'empty elements',
      ['HTTP-EMPTY-ELEMENTS'],
      [`,${one},,${two},`],
      { subjects: [tid(1), tid(2)], supporting: [] },
      { flags: ['Unusual'] },
    ),
    ok(
      'elements of spaces, and an empty line',
      ['HTTP-EMPTY-ELEMENTS'],
      ['', ` , ${one}, `],
      { subjects: [tid(1)], supporting: [] },
      { flags: ['Unusual'] },
    ),
    ...[
      ['a line break', '\n'],
      ['a carriage return and a line break', '\r\n'],
      ['a NUL character', '\u0000'],
      ['an escape character', '\u001b'],
      ['a DEL character', '\u007f'],
    ].map(([what, control]) =>
      no('ECT_FIELD_SYNTAX', `${what} between two tokens`, ['HTTP-CONTROL'], [`${one},${control}${two}`], {
        flags: ['Attack'],
      }),
    ),
    no('ECT_FIELD_SYNTAX', 'a line break inside a token', ['HTTP-CONTROL'], [`${one.slice(0, 30)}\n${one.slice(30)}`]),
    no(
      'ECT_TOKEN_SEGMENTS',
      'an element of two segments',
      ['HTTP-ALL-VERIFIED'],
      [one.slice(0, one.lastIndexOf('.'))],
      { flags: ['NotGenuine'] },
    ),
    no('ECT_TOKEN_BASE64URL', 'an element with padding', ['HTTP-ALL-VERIFIED'], [`${one}=`], { flags: ['NotGenuine'] }),
    ok(
      'as many tokens as the limit allows',
      ['HTTP-LIMIT-TOKENS'],
      [`${one},${two}`],
      { subjects: [tid(1), tid(2)], supporting: [] },
      { options: { maxTokens: 2 }, flags: ['Boundary'] },
    ),
    no('ECT_FIELD_COUNT', 'one token more than the limit allows', ['HTTP-LIMIT-TOKENS'], [`${one},${two},${task(3)}`], {
      options: { maxTokens: 2 },
      flags: ['Boundary'],
    }),
    no(
      'ECT_FIELD_COUNT',
      'one token more than the limit allows, on lines of their own',
      ['HTTP-LIMIT-TOKENS'],
      [one, two, task(3)],
      { options: { maxTokens: 2 }, flags: ['Boundary'] },
    ),
    ok(
      'empty elements do not count',
      ['HTTP-LIMIT-TOKENS', 'HTTP-EMPTY-ELEMENTS'],
      [`${one},,,${two}`],
      { subjects: [tid(1), tid(2)], supporting: [] },
      { options: { maxTokens: 2 }, flags: ['Boundary'] },
    ),
    ok(
      'exactly 64 tokens: 63 parents and their child',
      ['HTTP-LIMIT-TOKENS', 'HTTP-SUPPORTING'],
      [
        ...Array.from({ length: 63 }, (_, n) => task(100 + n)),
        taskBy('carol', 9, { par: Array.from({ length: 63 }, (_, n) => tid(100 + n)) }),
      ],
      { subjects: [tid(9)], supporting: Array.from({ length: 63 }, (_, n) => tid(100 + n)) },
      { flags: ['Boundary'] },
    ),
    no(
      'ECT_FIELD_COUNT',
      '65 tokens',
      ['HTTP-LIMIT-TOKENS'],
      Array.from({ length: 65 }, (_, n) => task(100 + n)),
      { flags: ['Boundary', 'Resource'] },
    ),
  ],
}

export const rolesTopic: Topic<'http-field'> = {
  first: 5101,
  drafts: [
    ok('a child and its parent', ['HTTP-SUPPORTING', 'HTTP-SUBJECT'], [child, one], both),
    ok('the parent first', ['HTTP-SUPPORTING'], [one, child], both),
    ok(
      'a parent named in upper case',
      ['HTTP-SUPPORTING', 'CLAIM-UUID-CASE'],
      [task(10), taskBy('carol', 9, { par: [tid(10).toUpperCase()] })],
      { subjects: [tid(9)], supporting: [tid(10)] },
    ),
    ok('child, parent and grandparent', ['HTTP-SUPPORTING'], [childOf(2), task(2, { par: [tid(1)] }), one], {
      subjects: [tid(9)],
      supporting: [tid(2), tid(1)],
    }),
    ok('a token that nobody names is a subject beside the child', ['HTTP-SUBJECT'], [one, child, task(3)], {
      subjects: [tid(9), tid(3)],
      supporting: [tid(1)],
    }),
    ok('a parent for another audience', ['HTTP-SUPPORTING-SKIPS-AUDIENCE'], [task(1, { aud: ledger }), child], both),
    ok('an expired parent', ['HTTP-SUPPORTING-SKIPS-EXPIRY'], [task(1, { iat: now - 700 }), child], both),
    ok('a parent that expires now', ['HTTP-SUPPORTING-SKIPS-EXPIRY'], [task(1, { exp: now }), child], both, {
      flags: ['Boundary'],
    }),
    ok(
      'a parent from yesterday',
      ['HTTP-SUPPORTING-SKIPS-AGE', 'HTTP-SUPPORTING-SKIPS-EXPIRY'],
      [task(1, old), child],
      both,
    ),
    ok(
      'a parent from yesterday that is still valid',
      ['HTTP-SUPPORTING-SKIPS-AGE'],
      [task(1, { ...old, exp: now + 600 }), child],
      both,
    ),
    ok('a parent that was presented before', ['HTTP-SUPPORTING-SKIPS-REPLAY'], [one, child], both, {
      seen: [{ issuer: alice, jti: jti(1) }],
    }),
    ok(
      'a parent whose own parent is nowhere',
      ['HTTP-SUPPORTING-SKIPS-DAG'],
      [task(1, { par: [tid(50)] }), child],
      both,
      { dag: true },
    ),
    no(
      'ECT_PARTY_AUDIENCE',
      'a subject for another audience',
      ['HTTP-SUBJECT', 'HTTP-ALL-VERIFIED'],
      [one, taskBy('carol', 9, { aud: ledger, par: [tid(1)] })],
    ),
    no(
      'ECT_TIME_EXPIRED',
      'an expired subject',
      ['HTTP-SUBJECT'],
      [one, taskBy('carol', 9, { iat: now - 600, par: [tid(1)] })],
    ),
    no(
      'ECT_TIME_TOO_OLD',
      'a subject from yesterday that is still valid',
      ['HTTP-SUBJECT'],
      [one, taskBy('carol', 9, { ...old, exp: now + 600, par: [tid(1)] })],
    ),
    no('ECT_REPLAY_SEEN', 'a subject that was presented before', ['HTTP-SUBJECT'], [one, child], {
      seen: [{ issuer: carol, jti: jti(9) }],
      flags: ['Attack'],
    }),
    no(
      'ECT_PARTY_AUDIENCE',
      'the second of two subjects is for another audience',
      ['HTTP-ALL-VERIFIED'],
      [one, task(2, { aud: ledger })],
    ),
    no(
      'ECT_SIGNATURE_INVALID',
      'a parent with a wrong signature',
      ['HTTP-SUPPORTING', 'HTTP-ALL-VERIFIED', 'DAG-PARENT-VERIFIED', 'ATTACK-UNSIGNED-PARENT'],
      [task(1, {}, { signature: flipped }), child],
      { flags: ['Attack', 'NotGenuine'] },
    ),
    no(
      'ECT_SIGNATURE_INVALID',
      "a parent that mallory forged under alice's kid",
      ['HTTP-ALL-VERIFIED', 'ATTACK-UNSIGNED-PARENT'],
      [task(1, {}, { key: 'mallory-key', header: { kid: 'alice-key' } }), child],
      { flags: ['Attack', 'NotGenuine'] },
    ),
    no(
      'ECT_HEADER_ALG',
      'a parent with alg none',
      ['HTTP-ALL-VERIFIED', 'ATTACK-UNSIGNED-PARENT'],
      [task(1, {}, { header: { alg: 'none' } }), child],
      { flags: ['Attack'] },
    ),
    no(
      'ECT_KEY_UNKNOWN',
      'a parent whose key is unknown',
      ['HTTP-SUPPORTING'],
      [task(1, {}, { key: 'unlisted-key' }), child],
    ),
    no(
      'ECT_PARTY_ISSUER',
      "a parent that mallory signed with her own key in alice's name",
      ['HTTP-SUPPORTING'],
      [task(1, {}, { key: 'mallory-key', header: { kid: 'mallory-key' } }), child],
      { flags: ['Attack'] },
    ),
    no(
      'ECT_CLAIM_MISSING',
      'a parent without exec_act',
      ['HTTP-SUPPORTING'],
      [task(1, { exec_act: undefined }), child],
    ),
    no(
      'ECT_CLAIM_MISSING',
      'a parent without aud: the claim must be there though the audience is not judged',
      ['HTTP-SUPPORTING'],
      [task(1, { aud: undefined }), child],
    ),
    no(
      'ECT_CLAIM_EXPIRY',
      'a parent whose exp is not after its iat',
      ['HTTP-SUPPORTING'],
      [task(1, { exp: now - 60 }), child],
    ),
    no(
      'ECT_CLAIM_POLICY_TIME',
      'a parent with pol_timestamp after iat',
      ['HTTP-SUPPORTING'],
      [task(1, { pol_timestamp: now }), child],
    ),
    no(
      'ECT_CLAIM_COMPENSATION',
      'a parent with compensation_required and no reason',
      ['HTTP-SUPPORTING'],
      [task(1, { compensation_required: true }), child],
    ),
    ok('a parent exactly 30 seconds ahead', ['HTTP-SUPPORTING-FUTURE'], [task(1, { iat: now + 30 }), child], both, {
      flags: ['Boundary'],
    }),
    no(
      'ECT_TIME_FUTURE',
      'a parent 31 seconds ahead',
      ['HTTP-SUPPORTING-FUTURE'],
      [task(1, { iat: now + 31 }), child],
      { flags: ['Boundary'] },
    ),
    no(
      'ECT_TIME_FUTURE',
      'a parent whose nbf is 31 seconds ahead',
      ['HTTP-SUPPORTING-FUTURE', 'CLAIM-NBF'],
      [task(1, { nbf: now + 31 }), child],
      { flags: ['Boundary'] },
    ),
    no(
      'ECT_KEY_REVOKED',
      'a parent whose key was revoked',
      ['HTTP-SUPPORTING'],
      [parentWith('revoked'), child],
      status,
    ),
    ok(
      'a parent whose key has ended since',
      ['HTTP-SUPPORTING-KEY-AT-IAT'],
      [parentWith('limited', { iat: now + 240 }), taskBy('carol', 9, { iat: now + 290, par: [tid(1)] })],
      both,
      { ...status, now: now + 300 },
    ),
    ok(
      'a parent issued in the last second of its key',
      ['HTTP-SUPPORTING-KEY-AT-IAT'],
      [parentWith('limited', { iat: now + 299 }), taskBy('carol', 9, { iat: now + 290, par: [tid(1)] })],
      both,
      { ...status, now: now + 300, flags: ['Boundary'] },
    ),
    no(
      'ECT_KEY_VALIDITY',
      'a parent issued when its key had ended',
      ['HTTP-SUPPORTING-KEY-AT-IAT'],
      [parentWith('limited', { iat: now + 300 }), taskBy('carol', 9, { iat: now + 290, par: [tid(1)] })],
      { ...status, now: now + 300, flags: ['Boundary'] },
    ),
    no(
      'ECT_KEY_VALIDITY',
      'a parent issued before its key began',
      ['HTTP-SUPPORTING-KEY-AT-IAT'],
      [parentWith('limited', { iat: now - 301 }), child],
      { ...status, flags: ['Boundary'] },
    ),
    ok(
      'a parent issued in the first second of its key',
      ['HTTP-SUPPORTING-KEY-AT-IAT'],
      [parentWith('limited', { iat: now - 300 }), child],
      both,
      { ...status, flags: ['Boundary'] },
    ),
    no(
      'ECT_KEY_VALIDITY',
      'a subject whose key has ended, issued when it was valid',
      ['HTTP-SUBJECT'],
      [parentWith('limited', { iat: now + 240 })],
      { ...status, now: now + 300 },
    ),
    no(
      'ECT_DAG_CYCLE',
      'two tokens that name each other',
      ['HTTP-NO-SUBJECT'],
      [task(1, { par: [tid(2)] }), taskBy('bob', 2, { par: [tid(1)] })],
      { flags: ['Attack'] },
    ),
    no(
      'ECT_DAG_CYCLE',
      'three tokens in a ring',
      ['HTTP-NO-SUBJECT'],
      [task(1, { par: [tid(3)] }), task(2, { par: [tid(1)] }), task(3, { par: [tid(2)] })],
      { flags: ['Attack'] },
    ),
    no(
      'ECT_PARTY_AUDIENCE',
      'a token that names itself does not become supporting',
      ['HTTP-SUBJECT'],
      [task(1, { par: [tid(1)], aud: ledger })],
      { flags: ['Attack'] },
    ),
    ok(
      'a child whose parent came along, with the DAG judged',
      ['HTTP-SUBJECT', 'MODE-POINT-TO-POINT'],
      [one, child],
      both,
      { dag: true },
    ),
    no(
      'ECT_DAG_PARENT_MISSING',
      'a child whose parent did not come along',
      ['HTTP-SUBJECT', 'VERIFY-ORDER-15-DAG'],
      [child],
      { dag: true },
    ),
    ok('the same child where the DAG is not judged', ['VERIFY-ORDER-15-DAG'], [child], {
      subjects: [tid(9)],
      supporting: [],
    }),
    no(
      'ECT_DAG_PARENT_POLICY',
      'an ordinary child of a rejected parent',
      ['HTTP-SUBJECT', 'ATTACK-DAG-FAILURE'],
      [task(1, { pol_decision: 'rejected' }), child],
      { dag: true, flags: ['Attack'] },
    ),
    no(
      'ECT_DAG_PARENT_TIME',
      'a parent issued 31 seconds after its child',
      ['HTTP-SUBJECT', 'ATTACK-DAG-FAILURE'],
      [task(1, { iat: now - 29 }), child],
      { dag: true, flags: ['Boundary'] },
    ),
    no('ECT_DAG_CYCLE', 'a subject that names itself', ['HTTP-SUBJECT', 'DAG-SELF'], [task(1, { par: [tid(1)] })], {
      dag: true,
    }),
    no('ECT_REPLAY_SEEN', 'replay before the DAG', ['VERIFY-ORDER-14-REPLAY'], [child], {
      dag: true,
      seen: [{ issuer: carol, jti: jti(9) }],
      flags: ['Order'],
    }),
    no(
      'ECT_SIGNATURE_INVALID',
      'a wrong signature of a parent before the absence of another',
      ['HTTP-ALL-VERIFIED', 'VERIFY-ORDER-15-DAG'],
      [task(1, {}, { signature: flipped }), childOf(1, 2)],
      { dag: true, flags: ['Order', 'NotGenuine'] },
    ),
  ],
}
