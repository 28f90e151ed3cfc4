/** The form of a checkpoint, its origin and its signature. */

import { checkpoint, checkpointText, falseLog, lineOf, log, otherLog, signed, vkey, walter } from '../log/note.ts'
import { rootAt } from '../log/the-log.ts'
import { base64 } from '../log/tree.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { no, ok } from './draft.ts'

const rules = ['CHECKPOINT-NOTE']
const root = rootAt(13)
const rootText = base64(root)
const text = checkpointText(13, root)
const note = checkpoint(13, root)
const ofLog = signed(text)
const foreign = lineOf(otherLog, new Uint8Array(64).fill(9))

/** A text that is refused although the log signed it. */
const malformed = (comment: string, body: string): Draft<'checkpoint'> =>
  no('ECT_CHECKPOINT_FORMAT', comment, rules, `${body}\n${signed(body)}`)

/** The checkpoint with another line below, which is refused. */
const badLine = (comment: string, line: string): Draft<'checkpoint'> =>
  no('ECT_CHECKPOINT_FORMAT', comment, rules, note + line)

const unsigned = (comment: string, changed: string): Draft<'checkpoint'> =>
  no('ECT_CHECKPOINT_SIGNATURE', comment, rules, changed, { flags: ['Attack'] })

const badKey = (comment: string, logKey: string): Draft<'checkpoint'> =>
  no('ECT_CHECKPOINT_KEY', comment, rules, note, { logKey })

export const formTopic: Topic<'checkpoint'> = {
  first: 8001,
  drafts: [
    ok('of a log of 13', rules, 13, note),
    ok('of the empty log', rules, 0, checkpoint(0, rootAt(0))),
    ok('of a log of one', rules, 1, checkpoint(1, rootAt(1))),
    ok(
      'with extension lines',
      rules,
      13,
      `${text}one more\nand another\n\n${signed(`${text}one more\nand another\n`)}`,
      {
        flags: ['Unusual'],
      },
    ),
    malformed('no root', `${log.name}\n13\n`),
    malformed('no size', `${log.name}\n${rootText}\n`),
    malformed('an empty origin', `\n13\n${rootText}\n`),
    malformed('a leading zero', `${log.name}\n013\n${rootText}\n`),
    malformed('a sign', `${log.name}\n+13\n${rootText}\n`),
    malformed('a negative size', `${log.name}\n-13\n${rootText}\n`),
    malformed('a hexadecimal size', `${log.name}\n0xd\n${rootText}\n`),
    malformed('a size above 2^53-1', `${log.name}\n9007199254740992\n${rootText}\n`),
    malformed('a space behind the size', `${log.name}\n13 \n${rootText}\n`),
    malformed('a root of 31 bytes', `${log.name}\n13\n${base64(root.slice(1))}\n`),
    malformed('a root of 33 bytes', `${log.name}\n13\n${base64(Uint8Array.of(...root, 0))}\n`),
    malformed('a root without padding', `${log.name}\n13\n${rootText.replace('=', '')}\n`),
    malformed(
      'a root in base64url',
      `${log.name}\n13\n${base64(new Uint8Array(32).fill(0xfb)).replaceAll('+', '-')}\n`,
    ),
    malformed('an empty extension line', `${text}\nextension\n`),
    malformed('carriage returns', text.replaceAll('\n', '\r\n')),
    malformed('a tab', `${text}ex\ttension\n`),
    no('ECT_CHECKPOINT_FORMAT', 'nothing', rules, ''),
    no('ECT_CHECKPOINT_FORMAT', 'no signature', rules, `${text}\n`),
    no('ECT_CHECKPOINT_FORMAT', 'no empty line', rules, text + ofLog),
    no('ECT_CHECKPOINT_FORMAT', 'no line break at the end', rules, note.slice(0, -1)),
    badLine('a hyphen for the dash', foreign.replace('\u2014', '-')),
    badLine('two spaces', foreign.replace(' ', '  ')),
    badLine('a plus sign in a key name', foreign.replace('other', 'o+ther')),
    badLine('a no-break space in a key name', foreign.replace('other', 'o\u00a0ther')),
    badLine('a signature that is no base64', foreign.replace('CQ', '!!')),
    badLine('a key id alone', lineOf(otherLog, new Uint8Array(0))),
    badLine('a line of something else', 'something else\n'),
    badLine('more than a hundred lines', foreign.repeat(100)),
  ],
}

export const signatureTopic: Topic<'checkpoint'> = {
  first: 8101,
  drafts: [
    ok('an unknown key below', rules, 13, note + foreign),
    ok('an unknown key above', rules, 13, `${text}\n${foreign}${ofLog}`),
    ok('another key under the name of the log', rules, 13, note + signed(text, falseLog)),
    ok('the log twice', rules, 13, note + ofLog, { flags: ['Unusual'] }),
    ok('a hundred lines', rules, 13, note + foreign.repeat(99), { flags: ['Boundary'] }),
    unsigned('only an unknown key', `${text}\n${foreign}`),
    unsigned('only another key under the name of the log', `${text}\n${signed(text, falseLog)}`),
    unsigned(
      'the signature of another key under the id of the log',
      `${text}\n${lineOf(log, new Uint8Array(64).fill(9))}`,
    ),
    unsigned('the signature of another size', `${text}\n${signed(checkpointText(12, rootAt(12)))}`),
    unsigned('another size', note.replace('\n13\n', '\n12\n')),
    unsigned('another root', note.replace(rootText, base64(rootAt(12)))),
    unsigned('an extension line that was not signed', note.replace('\n\n', '\nextension\n\n')),
    unsigned('a signature of 63 bytes', `${text}\n${lineOf(log, new Uint8Array(63))}`),
    unsigned('a right signature and a wrong one by the log', note + lineOf(log, new Uint8Array(64).fill(9))),
    unsigned('signed as a witness would', `${text}\n${lineOf(log, new Uint8Array(72))}`),
    no('ECT_CHECKPOINT_ORIGIN', 'of another log, signed by both', [...rules, 'CHECKPOINT-KEY-NAME'], ofBoth(), {
      flags: ['Attack'],
    }),
    no('ECT_CHECKPOINT_ORIGIN', 'judged with the key of another log', [...rules, 'CHECKPOINT-KEY-NAME'], note, {
      logKey: vkey(otherLog),
    }),
    badKey('a key that is no key', 'key'),
    badKey('the key of a witness', vkey({ ...log, type: walter.type })),
    badKey('a key with another id', vkey(log).replace(/\+[0-9a-f]{8}\+/, '+00000000+')),
    badKey('a key under another name', vkey(log).replace('ledger', 'ledges')),
    badKey(
      'a key with an id in capitals',
      vkey(log).replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase()),
    ),
    badKey('a key with a space behind', `${vkey(log)} `),
  ],
}

function ofBoth(): string {
  const other = checkpointText(13, root, otherLog.name)
  return `${other}\n${signed(other, otherLog)}${signed(other)}`
}
