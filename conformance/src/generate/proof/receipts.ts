/** Receipts: C2SP tlog-proof with the token as extra data. */

import { now } from '../cast.ts'
import {
  checkpoint,
  checkpointText,
  cosigned,
  falseLog,
  otherLog,
  signed,
  vkey,
  walter,
  wanda,
  wilma,
} from '../log/note.ts'
import type { ReceiptParts } from '../log/the-log.ts'
import { extra, proofOf, receipt, rootAt, token } from '../log/the-log.ts'
import { base64 } from '../log/tree.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { headAt, no, ok, type ReceiptOptions } from './draft.ts'

const rules = ['PROOF-RECEIPT']
const first = 'c2sp.org/tlog-proof@v1'
const hash = base64(rootAt(1))

const proves = (comment: string, text: string, at: number, size = 13, options: ReceiptOptions = {}): Draft<'proof'> => {
  const { flags = [], ...rest } = options
  return ok(comment, rules, { ask: 'receipt', receipt: text, ...rest }, { sequence: at, ...headAt(size) }, flags)
}

const fails = (code: string, comment: string, text: string, options: ReceiptOptions = {}): Draft<'proof'> => {
  const { flags = [], ...rest } = options
  return no(code, comment, rules, { ask: 'receipt', receipt: text, ...rest }, flags)
}

const malformed = (comment: string, text: string): Draft<'proof'> => fails('ECT_PROOF_FORMAT', comment, text)

/** Receipt 4 with another head. */
const headed = (comment: string, ...head: readonly string[]): Draft<'proof'> =>
  malformed(comment, receipt(4, 13, { head }))

const changed = (code: string, comment: string, parts: Partial<ReceiptParts>): Draft<'proof'> =>
  fails(code, comment, receipt(4, 13, parts), { flags: ['Attack'] })

const text13 = checkpointText(13, rootAt(13))
const lines = [cosigned(text13, walter, now), cosigned(text13, wanda, now + 9)]
const witnessed = receipt(4, 13, { checkpoint: checkpoint(13, rootAt(13), ...lines) })
const twoOfThree = { witnesses: [walter, wanda, wilma].map(vkey), threshold: 2 }
const bare = receipt(4, 13, { head: [first, 'index 4'] })

export const receiptTopic: Topic<'proof'> = {
  first: 7001,
  drafts: [
    proves('of the only entry', receipt(0, 1), 0, 1),
    ...[0, 4, 7, 8, 12].map((at) => proves(`of entry ${at} of 13`, receipt(at), at)),
    proves('of an entry in a smaller log', receipt(4, 6), 4, 6),
    proves('with its token beside it', receipt(4), 4, 13, { token: token(4) }),
    proves('without a token in it', bare, 4, 13, { token: token(4) }),
    proves('with cosignatures that nobody asked for', witnessed, 4, 13, { flags: ['Unusual'] }),
    proves('with two of three witnesses', witnessed, 4, 13, { witnessPolicy: twoOfThree }),
    fails('ECT_CHECKPOINT_WITNESSES', 'with one witness too few', witnessed, {
      witnessPolicy: { ...twoOfThree, threshold: 3 },
    }),
    fails('ECT_PROOF_TOKEN', 'beside another token', receipt(4), { token: token(5), flags: ['Attack'] }),
    fails('ECT_PROOF_TOKEN', 'no token anywhere', bare),
    fails('ECT_PROOF_INCLUSION', 'without a token in it, beside another', bare, { token: token(5), flags: ['Attack'] }),
    changed('ECT_PROOF_INCLUSION', 'another token in it', { head: [first, extra(token(5)), 'index 4'] }),
    changed('ECT_PROOF_INCLUSION', 'the twin of the token', {
      head: [first, extra(`${token(4).slice(0, -4)}AAAA`), 'index 4'],
    }),
    changed('ECT_PROOF_INCLUSION', 'another index', { head: [first, extra(token(4)), 'index 5'] }),
    changed('ECT_PROOF_INCLUSION', 'an index beyond the log', { head: [first, extra(token(4)), 'index 13'] }),
    changed('ECT_PROOF_INCLUSION', 'hashes of another entry', { hashes: proofOf(5, 13) }),
    changed('ECT_PROOF_INCLUSION', 'no hashes', { hashes: [] }),
    changed('ECT_PROOF_INCLUSION', 'a checkpoint of another size', { checkpoint: checkpoint(12, rootAt(12)) }),
    changed('ECT_CHECKPOINT_SIGNATURE', 'a checkpoint that another key of that name signed', {
      checkpoint: `${text13}\n${signed(text13, falseLog)}`,
    }),
    changed('ECT_CHECKPOINT_ORIGIN', 'a checkpoint of another log', {
      checkpoint: `${checkpointText(13, rootAt(13), otherLog.name)}\n${signed(checkpointText(13, rootAt(13), otherLog.name), otherLog)}`,
    }),
    changed('ECT_CHECKPOINT_SIGNATURE', 'a root that was changed after it was signed', {
      checkpoint: checkpoint(13, rootAt(13)).replace(base64(rootAt(13)), base64(rootAt(12))),
    }),
    changed('ECT_CHECKPOINT_FORMAT', 'no checkpoint', { checkpoint: '' }),
    fails(
      'ECT_PROOF_TOKEN',
      'another token beside it, and a bad checkpoint: the token is judged first',
      receipt(4, 13, { checkpoint: '' }),
      {
        token: token(5),
        flags: ['Order'],
      },
    ),
    fails(
      'ECT_CHECKPOINT_SIGNATURE',
      'a bad signature and a bad proof: the checkpoint is judged first',
      receipt(4, 13, { hashes: [], checkpoint: `${text13}\n${signed(text13, falseLog)}` }),
      { flags: ['Order'] },
    ),
    malformed('nothing', ''),
    headed('another version', 'c2sp.org/tlog-proof@v2', extra(token(4)), 'index 4'),
    headed('no index', first, extra(token(4))),
    headed('extra data after the index', first, 'index 4', extra(token(4))),
    headed('extra data twice', first, extra(token(4)), extra(token(4)), 'index 4'),
    headed('an empty extra line', first, 'extra ', 'index 4'),
    headed('extra data in base64url', first, `extra ${Buffer.from('??>').toString('base64url')}`, 'index 4'),
    headed('extra data without padding', first, 'extra YWI', 'index 4'),
    headed('extra data with unused bits', first, 'extra YWJ=', 'index 4'),
    headed('extra data that is no text', first, `extra ${base64(Uint8Array.of(0xff, 0xfe))}`, 'index 4'),
    headed('a byte order mark before the token', first, extra(`\ufeff${token(4)}`), 'index 4'),
    headed('extra data of 65,536 bytes', first, extra('a'.repeat(65_536)), 'index 4'),
    headed('a leading zero', first, extra(token(4)), 'index 04'),
    headed('a sign', first, extra(token(4)), 'index +4'),
    headed('two spaces', first, extra(token(4)), 'index  4'),
    headed('a space behind the index', first, extra(token(4)), 'index 4 '),
    headed('an index above 2^53-1', first, extra(token(4)), 'index 9007199254740992'),
    headed('a hash of 31 bytes', first, extra(token(4)), 'index 4', base64(rootAt(1).slice(1))),
    headed('a hash without padding', first, extra(token(4)), 'index 4', hash.replace('=', '')),
    headed('a byte order mark', `\ufeff${first}`, extra(token(4)), 'index 4'),
    malformed('carriage returns', receipt(4).replaceAll('\n', '\r\n')),
    malformed('an empty line before it', `\n${receipt(4)}`),
    malformed('no empty line', receipt(4).replace('\n\n', '\n').split('\n\n')[0] ?? ''),
  ],
}
