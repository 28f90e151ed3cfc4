/** Cosignatures and witness policies. */
import { now } from '../cast.ts'
import {
  checkpoint,
  checkpointText,
  cosignature,
  cosigned,
  lineOf,
  log,
  type Signer,
  signed,
  vkey,
  walter,
  wanda,
  wilma,
} from '../log/note.ts'
import { rootAt } from '../log/the-log.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { no, ok } from './draft.ts'

const rules = ['CHECKPOINT-COSIGNATURE']
const text = checkpointText(13, rootAt(13))
const byWalter = cosigned(text, walter, now)
const byWanda = cosigned(text, wanda, now + 9)
const policy = (threshold: number, ...witnesses: readonly Signer[]) => ({ witnesses: witnesses.map(vkey), threshold })
const seenBy = (by: Signer, time: number) => ({ name: by.name, time })
const withLines = (...lines: readonly string[]): string => checkpoint(13, rootAt(13), ...lines)

/** A line under the name and id of walter that walter did not write, or not like that. */
const wrong = (comment: string, signature: Uint8Array): Draft<'checkpoint'> =>
  no('ECT_CHECKPOINT_SIGNATURE', comment, rules, withLines(lineOf(walter, signature), byWanda), {
    witnessPolicy: policy(1, walter, wanda),
    flags: ['Attack'],
  })

const right = cosignature(text, walter, now)
const plain = Buffer.from((signed(text, walter).split(' ')[2] ?? '').trim(), 'base64').subarray(4)

export const witnessTopic: Topic<'checkpoint'> = {
  first: 8201,
  drafts: [
    ok('one of one', rules, 13, withLines(byWalter), {
      witnessPolicy: policy(1, walter),
      witnessings: [seenBy(walter, now)],
    }),
    ok('two of three', rules, 13, withLines(byWalter, byWanda), {
      witnessPolicy: policy(2, wilma, wanda, walter),
      witnessings: [seenBy(wanda, now + 9), seenBy(walter, now)],
    }),
    ok('at the second 0', rules, 13, withLines(cosigned(text, walter, 0)), {
      witnessPolicy: policy(1, walter),
      witnessings: [seenBy(walter, 0)],
    }),
    ok('a witness twice: the latest time counts', rules, 13, withLines(cosigned(text, walter, now + 60), byWalter), {
      witnessPolicy: policy(1, walter),
      witnessings: [seenBy(walter, now + 60)],
    }),
    ok('above the line of the log', rules, 13, `${text}\n${byWalter}${signed(text)}`, {
      witnessPolicy: policy(1, walter),
      witnessings: [seenBy(walter, now)],
      flags: ['Unusual'],
    }),
    ok(
      'a wrong line of a witness that the policy does not name',
      rules,
      13,
      withLines(byWalter, lineOf(wilma, right)),
      {
        witnessPolicy: policy(1, walter),
        witnessings: [seenBy(walter, now)],
      },
    ),
    no('ECT_CHECKPOINT_WITNESSES', 'nobody', rules, withLines(), { witnessPolicy: policy(1, walter) }),
    no('ECT_CHECKPOINT_WITNESSES', 'one too few', rules, withLines(byWalter), {
      witnessPolicy: policy(2, walter, wanda),
    }),
    no(
      'ECT_CHECKPOINT_WITNESSES',
      'a witness twice is one',
      rules,
      withLines(byWalter, cosigned(text, walter, now + 1)),
      {
        witnessPolicy: policy(2, walter, wanda),
        flags: ['Attack'],
      },
    ),
    no(
      'ECT_CHECKPOINT_WITNESSES',
      'another key under the name of a witness',
      rules,
      withLines(cosigned(text, { ...wilma, name: walter.name }, now)),
      {
        witnessPolicy: policy(1, walter),
        flags: ['Attack'],
      },
    ),
    no(
      'ECT_CHECKPOINT_WITNESSES',
      'the key of a witness under another name',
      rules,
      withLines(cosigned(text, { ...walter, name: wilma.name }, now)),
      {
        witnessPolicy: policy(1, walter),
        flags: ['Attack'],
      },
    ),
    wrong('a plain signature', plain),
    wrong('another time', Buffer.concat([cosignature(text, walter, now + 1).subarray(0, 8), right.subarray(8)])),
    wrong('a time above 2^53-1', Buffer.concat([Uint8Array.of(0x7f), right.subarray(1)])),
    wrong('a byte too many', Buffer.concat([right, Uint8Array.of(0)])),
    wrong('a byte too few', right.subarray(0, 71)),
    wrong('of another checkpoint', cosignature(checkpointText(12, rootAt(12)), walter, now)),
    wrong('of another witness', cosignature(text, wanda, now)),
    no(
      'ECT_CHECKPOINT_SIGNATURE',
      'enough witnesses, but the log has not signed',
      rules,
      `${text}\n${byWalter}${byWanda}`,
      {
        witnessPolicy: policy(2, walter, wanda),
        flags: ['Attack', 'Order'],
      },
    ),
    no('ECT_CHECKPOINT_KEY', 'the key of a log as a witness', rules, withLines(byWalter), {
      witnessPolicy: policy(1, log),
    }),
  ],
}
