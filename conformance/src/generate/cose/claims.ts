/** The claims and their keys. */
import { alice, bob, mallory, now, tid, wid } from '../cast.ts'
import type { Topic } from '../number-cases.ts'
import { hex, type Item, map } from './cbor.ts'
import { no, ok } from './draft.ts'
import { uuid } from './message.ts'

const text = (content: string): Uint8Array => Uint8Array.from(Buffer.from(content))
const cti = (n: number): Uint8Array => uuid(tid(n))
const nil = new Uint8Array(16)
const max = new Uint8Array(16).fill(0xff)
const digest = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(0x5a)
const written = (bytes: number): string => Buffer.from(digest(bytes)).toString('base64url')
const parents = (count: number): readonly Item[] => Array.from({ length: count }, (_, at) => cti(at + 10))

/** Values of other types than the claim has. */
const wrongTypes: readonly (readonly [key: number, name: string, rule: string, values: readonly Item[]])[] = [
  [1, 'iss', 'COSE-ISS', [text(alice), 1, null, [alice]]],
  [2, 'sub', 'COSE-SUB', [text(alice), null]],
  [3, 'aud', 'COSE-AUD', [text(bob), 3, map(), [bob, 1], [[bob]], [bob, text(bob)]]],
  [4, 'exp', 'COSE-TIMES', [String(now + 540), null, [now + 540]]],
  [6, 'iat', 'COSE-TIMES', [String(now - 60), null, true]],
  [7, 'cti', 'COSE-CTI', [tid(1), 1, null, [cti(1)]]],
  [300, 'wid', 'COSE-WID', [wid(1), null]],
  [301, 'exec_act', 'COSE-EXEC-ACT', [text('review'), 1, null]],
  [302, 'par', 'COSE-PAR', [cti(2), null, map(), [tid(2)], [cti(2), 3], [[cti(2)]]]],
  [303, 'pol', 'COSE-POL-TOGETHER', [text('policy'), null]],
  [304, 'pol_decision', 'COSE-POL-DECISION', ['approved', true, null, [0]]],
  [305, 'pol_enforcer', 'COSE-POL-OTHER', [text('policy'), null]],
  [306, 'pol_timestamp', 'COSE-POL-OTHER', [String(now - 60), null]],
  [
    307,
    'inp_hash',
    'COSE-HASH',
    [digest(32), `sha-256:${written(32)}`, [], [-16], [digest(32), -16], [-16, digest(32), 0], ['sha-256', digest(32)]],
  ],
  [308, 'out_hash', 'COSE-HASH', [null, map([-16, digest(32)]), [-16, written(32)]]],
]

const shown = (value: Item): string => {
  if (value instanceof Uint8Array) return 'a byte string'
  if (typeof value === 'object' && value !== null)
    return 'encoded' in value ? 'a map' : `[${value.map(shown).join(', ')}]`
  return typeof value === 'string' ? 'a text' : String(value)
}

const required: readonly (readonly [key: number, name: string, rule: string])[] = [
  [1, 'iss', 'COSE-ISS'],
  [3, 'aud', 'COSE-AUD'],
  [4, 'exp', 'COSE-TIMES'],
  [6, 'iat', 'COSE-TIMES'],
  [7, 'cti', 'COSE-CTI'],
  [301, 'exec_act', 'COSE-EXEC-ACT'],
  [302, 'par', 'COSE-PAR'],
]

export const claimsTopic: Topic<'cose'> = {
  first: 9501,
  drafts: [
    ...required.map(([claim, name, rule]) =>
      no('ECT_CLAIM_MISSING', `no ${name}`, [rule, 'COSE-CLAIM-KEYS'], { claims: [[claim, undefined]] }),
    ),
    ...wrongTypes.flatMap(([claim, name, rule, values]) =>
      values.map((value) => no('ECT_CLAIM_TYPE', `${name} is ${shown(value)}`, [rule], { claims: [[claim, value]] })),
    ),
    no('ECT_CLAIM_SPIFFE_ID', 'iss is an https URI', ['COSE-ISS'], {
      claims: [[1, 'https://example.com/agent/alice']],
    }),
    no('ECT_CLAIM_SPIFFE_ID', 'iss with a trailing slash', ['COSE-ISS'], { claims: [[1, `${alice}/`]] }),
    no('ECT_CLAIM_SPIFFE_ID', 'an empty iss', ['COSE-ISS'], { claims: [[1, '']] }),
    ok('sub equals iss', ['COSE-SUB'], { claims: [[2, alice]] }),
    no('ECT_CLAIM_SUBJECT', 'sub is mallory', ['COSE-SUB'], { claims: [[2, mallory]] }),
    no('ECT_CLAIM_STRING', 'an empty sub', ['COSE-SUB'], { claims: [[2, '']] }),
    ok('aud is an array of one', ['COSE-AUD'], { claims: [[3, [bob]]] }),
    no('ECT_CLAIM_AUDIENCE', 'aud is an empty array', ['COSE-AUD'], { claims: [[3, []]] }),
    no('ECT_CLAIM_AUDIENCE', 'aud has an empty entry', ['COSE-AUD'], { claims: [[3, [bob, '']]] }),
    no('ECT_CLAIM_AUDIENCE', 'aud of 65 entries', ['COSE-AUD'], {
      claims: [[3, Array<string>(65).fill(bob)]],
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_INTEGER', 'iat is negative', ['COSE-TIMES'], { claims: [[6, -1]], flags: ['NumberForm'] }),
    no('ECT_CLAIM_INTEGER', 'exp is negative', ['COSE-TIMES'], { claims: [[4, -1]], flags: ['NumberForm'] }),
    no('ECT_CLAIM_EXPIRY', 'exp equals iat', ['COSE-TIMES'], {
      claims: [
        [4, now + 10],
        [6, now + 10],
      ],
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_ID', 'a cti of 15 bytes', ['COSE-CTI'], { claims: [[7, cti(1).slice(1)]], flags: ['Boundary'] }),
    no('ECT_CLAIM_ID', 'a cti of 17 bytes', ['COSE-CTI'], {
      claims: [[7, Uint8Array.of(...cti(1), 0)]],
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_ID', 'an empty cti', ['COSE-CTI'], { claims: [[7, new Uint8Array()]] }),
    no('ECT_CLAIM_ID', 'cti is the 36 characters of a UUID as bytes', ['COSE-CTI'], { claims: [[7, text(tid(1))]] }),
    no('ECT_CLAIM_ID', 'cti is the nil UUID', ['COSE-UUID', 'COSE-CTI'], { claims: [[7, nil]] }),
    no('ECT_CLAIM_ID', 'cti is the max UUID', ['COSE-UUID', 'COSE-CTI'], { claims: [[7, max]] }),
    ok('a cti of no version', ['COSE-CTI', 'COSE-UUID'], {
      claims: [[7, hex('00112233445566778899aabbccddeeff')]],
      expect: { taskId: '00112233-4455-6677-8899-aabbccddeeff' },
      flags: ['Unusual'],
    }),
    ok('a task of a workflow', ['COSE-WID'], { claims: [[300, uuid(wid(1))]], expect: { workflowId: wid(1) } }),
    no('ECT_CLAIM_ID', 'a wid of 4 bytes', ['COSE-WID'], { claims: [[300, hex('cccccccc')]] }),
    no('ECT_CLAIM_ID', 'wid is the nil UUID', ['COSE-UUID', 'COSE-WID'], { claims: [[300, nil]] }),
    no('ECT_CLAIM_STRING', 'an empty exec_act', ['COSE-EXEC-ACT'], { claims: [[301, '']] }),
    no('ECT_CLAIM_STRING', 'exec_act of 257 bytes', ['COSE-EXEC-ACT'], {
      claims: [[301, 'a'.repeat(257)]],
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_STRING', 'exec_act with a line break', ['COSE-EXEC-ACT'], { claims: [[301, 'review\nspec']] }),
    ok('a child of two parents', ['COSE-PAR'], {
      claims: [[302, [cti(2), cti(3)]]],
      expect: { parents: [tid(2), tid(3)] },
    }),
    ok('parents keep their order', ['COSE-PAR'], {
      claims: [[302, [cti(3), cti(2)]]],
      expect: { parents: [tid(3), tid(2)] },
    }),
    no('ECT_CLAIM_PARENTS', 'a parent twice', ['COSE-PAR'], { claims: [[302, [cti(2), cti(2)]]] }),
    ok('100 parents', ['COSE-PAR'], {
      claims: [[302, parents(100)]],
      expect: { parents: Array.from({ length: 100 }, (_, at) => tid(at + 10)) },
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_PARENTS', '101 parents', ['COSE-PAR'], { claims: [[302, parents(101)]], flags: ['Boundary'] }),
    no('ECT_CLAIM_PARENTS', '3 parents where 2 are allowed', ['COSE-PAR'], {
      claims: [[302, parents(3)]],
      options: { maxParents: 2 },
    }),
    no('ECT_CLAIM_ID', 'a parent of 8 bytes', ['COSE-PAR'], { claims: [[302, [cti(2).slice(8)]]] }),
    no('ECT_CLAIM_ID', 'a parent is the nil UUID', ['COSE-PAR', 'COSE-UUID'], { claims: [[302, [nil]]] }),
    ok('no policy at all', ['COSE-POL-TOGETHER'], {
      claims: [
        [303, undefined],
        [304, undefined],
      ],
      undecided: true,
    }),
    no('ECT_CLAIM_MISSING', 'pol without pol_decision', ['COSE-POL-TOGETHER'], {
      claims: [[304, undefined]],
      flags: ['Attack'],
    }),
    no('ECT_CLAIM_MISSING', 'pol_decision without pol', ['COSE-POL-TOGETHER'], { claims: [[303, undefined]] }),
    no('ECT_CLAIM_STRING', 'an empty pol', ['COSE-POL-TOGETHER'], { claims: [[303, '']] }),
    ok('rejected', ['COSE-POL-DECISION'], { claims: [[304, 1]], expect: { decision: 'rejected' } }),
    ok('pending human review', ['COSE-POL-DECISION'], {
      claims: [[304, 2]],
      expect: { decision: 'pending_human_review' },
    }),
    no('ECT_CLAIM_DECISION', 'pol_decision 3', ['COSE-POL-DECISION'], { claims: [[304, 3]], flags: ['Boundary'] }),
    no('ECT_CLAIM_DECISION', 'pol_decision -1', ['COSE-POL-DECISION'], { claims: [[304, -1]] }),
    no('ECT_CLAIM_DECISION', 'pol_decision 2^32', ['COSE-POL-DECISION'], { claims: [[304, 2 ** 32]] }),
    ok('who decided, and when', ['COSE-POL-OTHER'], {
      claims: [
        [305, 'spiffe://example.com/system/policy'],
        [306, now - 60],
      ],
      flags: ['Boundary'],
    }),
    ok('who decided, without a policy', ['COSE-POL-OTHER'], {
      claims: [
        [303, undefined],
        [304, undefined],
        [305, 'spiffe://example.com/system/policy'],
      ],
      undecided: true,
      flags: ['Unusual'],
    }),
    no('ECT_CLAIM_POLICY_TIME', 'pol_timestamp is one second after iat', ['COSE-POL-OTHER'], {
      claims: [[306, now - 59]],
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_INTEGER', 'pol_timestamp is negative', ['COSE-POL-OTHER'], { claims: [[306, -1]] }),
    no('ECT_CLAIM_STRING', 'an empty pol_enforcer', ['COSE-POL-OTHER'], { claims: [[305, '']] }),
    ok('digests by SHA-256 and SHA-384', ['COSE-HASH'], {
      claims: [
        [307, [-16, digest(32)]],
        [308, [-43, digest(48)]],
      ],
      expect: { inputHash: `sha-256:${written(32)}`, outputHash: `sha-384:${written(48)}` },
    }),
    ok('a digest by SHA-512', ['COSE-HASH'], {
      claims: [[308, [-44, digest(64)]]],
      expect: { outputHash: `sha-512:${written(64)}` },
    }),
    ...(
      [
        ['SHA-256 of 31 bytes', -16, 31],
        ['SHA-256 of 33 bytes', -16, 33],
        ['SHA-256 of no bytes', -16, 0],
        ['SHA-384 of 32 bytes', -43, 32],
        ['SHA-512 of 48 bytes', -44, 48],
        ['SHA-1', -14, 20],
        ['SHA-256/64', -15, 8],
        ['SHA-512/256', -17, 32],
        ['SHAKE128', -18, 32],
        ['ES256, no digest', -7, 32],
        ['algorithm 16, the sign is lost', 16, 32],
        ['algorithm 0', 0, 32],
      ] as const
    ).map(([comment, algorithm, length]) =>
      no('ECT_CLAIM_HASH', `inp_hash: ${comment}`, ['COSE-HASH'], { claims: [[307, [algorithm, digest(length)]]] }),
    ),
    ok('text keys that look like claims', ['COSE-TEXT-KEYS', 'COSE-UNKNOWN'], {
      claims: [
        ['iss', mallory],
        ['exp', 0],
        ['1', mallory],
        ['pol_decision', 'rejected'],
        ['jti', 'nothing'],
      ],
      flags: ['Attack'],
    }),
    ok('integer keys of other claims', ['COSE-UNKNOWN'], {
      claims: [
        [8, map([1, map()])],
        [309, 'unknown'],
        [-65_537, 'private'],
      ],
      flags: ['Unusual'],
    }),
    ...(['jti', 'par', 'exec_act', 'tid'] as const).map((name) =>
      ok(`a text key ${name} beside the claims`, ['COSE-TEXT-KEYS', 'COSE-UNKNOWN'], { claims: [[name, tid(9)]] }),
    ),
    no('ECT_CLAIM_MISSING', 'par as a text key only', ['COSE-TEXT-KEYS', 'COSE-PAR'], {
      claims: [
        [302, undefined],
        ['par', []],
      ],
    }),
    no('ECT_CLAIM_MISSING', 'claims in the order of the table: no exec_act and no par', ['COSE-STEPS'], {
      claims: [
        [301, undefined],
        [302, undefined],
      ],
      flags: ['Order'],
    }),
    no('ECT_CLAIM_TYPE', 'a wrong hash and pol without pol_decision: the form comes first', ['COSE-STEPS'], {
      claims: [
        [304, undefined],
        [308, 0],
      ],
      flags: ['Order'],
    }),
  ],
}
