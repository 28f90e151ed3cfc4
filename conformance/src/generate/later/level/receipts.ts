/** Levels 2 and 3: a signature, and a place in a ledger that a receipt shows. */
import { alice, carol, now, tid } from '../../cast.ts'
import { checkpoint, checkpointText, falseLog, otherLog, signed, vkey } from '../../log/note.ts'
import { extra, type ReceiptParts, receipt } from '../../log/the-log.ts'
import { inclusionOf, leafOf, rootOf } from '../../log/tree.ts'
import type { Draft, Topic } from '../../number-cases.ts'
import { flipS } from '../../sign.ts'
import { ect00, ect01 } from '../revision.ts'
import { tasksOf } from '../tokens.ts'
import { type LevelParts, no, ok, unsigned } from './draft.ts'

const task = tasksOf(ect01)
/** The log of this suite: five tasks and one unsigned token, which no honest ledger would take. */
const tokens = [task(1), task(2), task(3), task(4), task(5), unsigned({ jti: tid(6) })]
const leaves = tokens.map(leafOf)
const root = rootOf(leaves)
const first = 'c2sp.org/tlog-proof@v1'
const tokenAt = (at: number): string => tokens[at] ?? ''

/** The receipt of an entry of that log, with parts changed. */
function receiptOf(at: number, parts: Partial<ReceiptParts> = {}): string {
  return receipt(at, leaves.length, {
    head: [first, extra(tokenAt(at)), `index ${at}`],
    hashes: inclusionOf(at, leaves),
    checkpoint: checkpoint(leaves.length, root),
    ...parts,
  })
}

const token = tokenAt(2)
const good = receiptOf(2)
const bare = receiptOf(2, { head: [first, 'index 2'] })
const text = checkpointText(leaves.length, root)
const otherText = checkpointText(leaves.length, root, otherLog.name)
const third = { minimumLevel: 3 } as const
const wrongBit = (right: Uint8Array): Uint8Array => Uint8Array.from([...right.subarray(0, 63), (right[63] ?? 0) ^ 1])

export const signedTopic: Topic<'level'> = {
  first: 30_101,
  drafts: [
    ok('a signed token where level 2 is asked', ['REVISION-LEAST-LEVEL', 'REVISION-ENVELOPE'], [2], { token }),
    ok('a signed token where level 1 is enough', ['REVISION-LEAST-LEVEL'], [2], {
      token,
      options: { minimumLevel: 1 },
    }),
    ok('a signed token where unsigned ones are accepted', ['REVISION-LEAST-LEVEL', 'REVISION-ENVELOPE'], [2], {
      token,
      options: { minimumLevel: 1, acceptUnsigned: true },
    }),
    ok('a signed token with the typ of the older revisions', ['REVISION-TYP'], [2], {
      token: task(3, {}, { header: { typ: ect00.typ } }),
    }),
    no('ECT_TOKEN_LEVEL', 'a signed token where level 3 is asked', ['REVISION-LEAST-LEVEL', 'REVISION-LEVEL-3'], {
      token,
      options: third,
    }),
    no('ECT_TOKEN_LEVEL', 'a header that claims level 3', ['REVISION-LEVEL-3', 'ENV-HEADER-OTHER'], {
      token: task(3, { level: 3 }, { header: { level: 3, receipt: good } }),
      options: third,
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_REVISION', 'a signed token of ect-00', ['REVISION-CALLER'], { token: tasksOf(ect00)(3) }),
    no('ECT_REPLAY_SEEN', 'a jti that was used', ['VERIFY-REPLAY-SEEN'], {
      token,
      seen: [{ issuer: alice, jti: tid(3) }],
    }),
    no('ECT_PARTY_AUDIENCE', 'a token for somebody else', ['VERIFY-ORDER-09-AUDIENCE'], {
      token: task(3, { aud: carol }),
    }),
  ],
}

export const deadlineTopic: Topic<'level'> = {
  first: 30_151,
  drafts: [
    ok('level 3 until the deadline, level 2 from there on', ['REVISION-LEVEL-3'], [3, 3, 2, 2], {
      token,
      options: { ...third, receiptDeadline: 60 },
      levelAt: [now, now + 59, now + 60, now + 86_400],
      flags: ['Boundary'],
    }),
    ok('the same where level 2 is enough', ['REVISION-LEVEL-3'], [3, 2], {
      token,
      options: { receiptDeadline: 60 },
      levelAt: [now + 59, now + 60],
      flags: ['Boundary'],
    }),
    ok('a deadline of a second', ['REVISION-LEVEL-3'], [3, 2], {
      token,
      options: { ...third, receiptDeadline: 1 },
      levelAt: [now, now + 1],
      flags: ['Boundary'],
    }),
    ok('the deadline counts from the verification, not from iat', ['REVISION-LEVEL-3'], [3, 2], {
      token,
      now: now + 300,
      options: { ...third, receiptDeadline: 60 },
      levelAt: [now + 359, now + 360],
      flags: ['Boundary'],
    }),
    ok('with its receipt a token stays at level 3', ['REVISION-LEVEL-3'], [3, 3], {
      token,
      receipt: good,
      options: { ...third, receiptDeadline: 60 },
      levelAt: [now, now + 86_400],
    }),
    ok('a later receipt, after the deadline too', ['REVISION-LEVEL-3'], [3, 3], {
      token,
      laterReceipt: good,
      options: { ...third, receiptDeadline: 60 },
      levelAt: [now + 60, now + 86_400],
    }),
    ok('a later receipt where level 2 was enough', ['REVISION-LEVEL-3'], [3], { token, laterReceipt: good }),
    no('ECT_PROOF_TOKEN', 'a later receipt of another token', ['REVISION-LEVEL-3', 'PROOF-RECEIPT'], {
      token,
      laterReceipt: receiptOf(3),
      options: { ...third, receiptDeadline: 60 },
      flags: ['Attack'],
    }),
    no('ECT_PROOF_FORMAT', 'a later receipt of nothing', ['REVISION-LEVEL-3', 'PROOF-RECEIPT'], {
      token,
      laterReceipt: '',
    }),
    no('ECT_TOKEN_LEVEL', 'no deadline: a later receipt is too late', ['REVISION-LEVEL-3', 'REVISION-LEAST-LEVEL'], {
      token,
      laterReceipt: good,
      options: third,
    }),
  ],
}

const counts = (comment: string, at: number, parts: Partial<LevelParts> = {}): Draft<'level'> =>
  ok(comment, ['REVISION-LEVEL-3', 'PROOF-RECEIPT'], [3], {
    token: tokenAt(at),
    receipt: receiptOf(at),
    options: third,
    ...parts,
  })

/** A receipt that does not hold is refused where it is needed, and also where it is not. */
const fails = (code: string, comment: string, receiptText: string, parts: Partial<LevelParts> = {}): Draft<'level'>[] =>
  [third, { minimumLevel: 1 } as const].map((options) =>
    no(code, `${comment}, where level ${options.minimumLevel} is asked`, ['REVISION-LEVEL-3', 'PROOF-RECEIPT'], {
      token,
      receipt: receiptText,
      options,
      flags: ['Attack'],
      ...parts,
    }),
  )

export const receiptsTopic: Topic<'level'> = {
  first: 30_201,
  drafts: [
    ...[0, 2, 4].map((at) => counts(`the receipt of entry ${at} of 6`, at)),
    counts('a receipt without the token in it', 2, { receipt: bare }),
    counts('a receipt where level 1 is enough', 2, { options: { minimumLevel: 1 } }),
    ...fails('ECT_PROOF_TOKEN', 'a receipt of another token', receiptOf(3)),
    ...fails(
      'ECT_PROOF_INCLUSION',
      'a receipt of another token, without it',
      receiptOf(3, { head: [first, 'index 3'] }),
    ),
    ...fails('ECT_PROOF_TOKEN', 'a receipt of the token with the other s', good, {
      token: task(3, {}, { signature: flipS }),
      flags: ['Twin'],
    }),
    ...fails('ECT_PROOF_INCLUSION', 'the other s, and a receipt without the token', bare, {
      token: task(3, {}, { signature: flipS }),
      flags: ['Twin'],
    }),
    ...fails(
      'ECT_PROOF_INCLUSION',
      'a receipt with the hashes of another entry',
      receiptOf(2, { hashes: inclusionOf(3, leaves) }),
    ),
    ...fails(
      'ECT_PROOF_INCLUSION',
      'a receipt with another index',
      receiptOf(2, { head: [first, extra(token), 'index 3'] }),
    ),
    ...fails(
      'ECT_CHECKPOINT_SIGNATURE',
      'a checkpoint that another key of that name signed',
      receiptOf(2, { checkpoint: `${text}\n${signed(text, falseLog)}` }),
    ),
    ...fails(
      'ECT_CHECKPOINT_ORIGIN',
      'a receipt of another log',
      receiptOf(2, { checkpoint: `${otherText}\n${signed(otherText, otherLog)}` }),
    ),
    ...fails('ECT_CHECKPOINT_ORIGIN', 'a receipt, and the key of another log', good, { logKey: vkey(otherLog) }),
    ...fails('ECT_CHECKPOINT_SIGNATURE', 'a receipt, and another key of that name', good, { logKey: vkey(falseLog) }),
    ...fails('ECT_CHECKPOINT_FORMAT', 'a receipt without its checkpoint', receiptOf(2, { checkpoint: '' })),
    ...fails('ECT_PROOF_FORMAT', 'an empty receipt', ''),
    ...fails('ECT_PROOF_FORMAT', 'the first line of a receipt', `${first}\n`),
    ...fails('ECT_PROOF_FORMAT', 'the token in the place of its receipt', token),
    ...judgedFirst(),
  ],
}

/** What is wrong with a token is told before anything about its receipt or its level. */
function judgedFirst(): Draft<'level'>[] {
  const rules = ['REVISION-LEVEL-3', 'VERIFY-ORDER']
  const faults: readonly (readonly [code: string, what: string, parts: LevelParts])[] = [
    [
      'ECT_SIGNATURE_INVALID',
      'a wrong signature',
      { token: task(3, {}, { signature: wrongBit }), flags: ['NotGenuine'] },
    ],
    ['ECT_TIME_EXPIRED', 'an expired token', { token, now: now + 540 }],
    ['ECT_PARTY_AUDIENCE', 'a token for somebody else', { token: task(3, { aud: carol }) }],
    ['ECT_CLAIM_MISSING', 'a token without jti', { token: task(3, { jti: undefined }) }],
  ]
  return faults.flatMap(([code, what, parts]) => {
    const flags = ['Order', ...(parts.flags ?? [])]
    return [
      no(code, `${what}, and no receipt`, rules, { ...parts, options: third, flags }),
      no(code, `${what}, and a receipt of another token`, rules, {
        ...parts,
        receipt: receiptOf(3),
        options: third,
        flags,
      }),
    ]
  })
}

/** An entry of the log that has no signature: a receipt shows that it was logged, and not who wrote it. */
export const loggedUnsigned: LevelParts = {
  token: tokenAt(5),
  receipt: receiptOf(5),
  options: third,
  flags: ['Attack'],
}
