/** The identifiers jti, tid, wid and the entries of par, in both kinds. */
import { jti, tid, wid } from '../cast.ts'
import { raw } from '../json-text.ts'
import type { Topic } from '../number-cases.ts'
import { no, ok, type VerifyParts } from './draft.ts'

const rules: Readonly<Record<string, string>> = {
  jti: 'CLAIM-JTI-UUID',
  tid: 'CLAIM-TID-UUID',
  wid: 'CLAIM-WID',
}
const makers = { jti, tid, wid } as const
const names = ['jti', 'tid', 'wid'] as const

/** Texts that are no UUID in the form the rules want. */
const wrong: readonly (readonly [string, string, string])[] = [
  ['', 'empty', 'CLAIM-UUID-FORM'],
  ['task-001', 'opaque', 'CLAIM-IDS-DEFAULT'],
  ['aaaaaaaa00004000800000000000000a', 'without hyphens', 'CLAIM-UUID-FORM'],
  ['{aaaaaaaa-0000-4000-8000-00000000000a}', 'in braces', 'CLAIM-UUID-FORM'],
  ['urn:uuid:aaaaaaaa-0000-4000-8000-00000000000a', 'as a URN', 'CLAIM-UUID-FORM'],
  ['aaaaaaaa-0000-4000-8000-00000000000', 'one digit short', 'CLAIM-UUID-FORM'],
  ['aaaaaaaa-0000-4000-8000-00000000000aa', 'one digit long', 'CLAIM-UUID-FORM'],
  ['aaaaaaa-a0000-4000-8000-00000000000a', 'with a hyphen in the wrong place', 'CLAIM-UUID-FORM'],
  ['aaaaaaaa-0000-4000-8000-00000000000g', 'with a letter g', 'CLAIM-UUID-FORM'],
  ['aaaaaaaa-0000-4000-8000-00000000000a ', 'with a space at the end', 'CLAIM-UUID-FORM'],
  ['aaaaaaaa-0000-4000-8000-00000000000a\n', 'with a line break at the end', 'CLAIM-UUID-FORM'],
  ['00000000-0000-0000-0000-000000000000', 'nil', 'CLAIM-UUID-NIL-MAX'],
  ['ffffffff-ffff-ffff-ffff-ffffffffffff', 'max', 'CLAIM-UUID-NIL-MAX'],
  ['FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', 'max in upper case', 'CLAIM-UUID-NIL-MAX'],
]

const opaque = (claims: VerifyParts['claims']): VerifyParts => ({ claims: claims ?? {}, options: { ids: 'opaque' } })
const longest = 'x'.repeat(128)
const wrongOpaque: readonly (readonly [string, string])[] = [
  ['', 'empty'],
  [`${longest}x`, 'of 129 characters'],
  ['task 001', 'with a space'],
  ['task/001', 'with a slash'],
  ['täsk', 'with a letter outside ASCII'],
  ['task-001\n', 'with a line break at the end'],
  ['../task', 'with a slash after dots'],
]
const parents = (count: number): string[] => Array.from({ length: count }, (_, n) => tid(100 + n))

export const idsTopic: Topic<'verify'> = {
  first: 2501,
  drafts: [
    ...names.flatMap((name) =>
      wrong.map(([value, how, rule]) =>
        no('ECT_CLAIM_ID', `${name} ${how}`, [rules[name] ?? rule, rule], { claims: { [name]: value } }),
      ),
    ),
    ...names.map((name) =>
      ok(`${name} in upper case`, [rules[name] ?? '', 'CLAIM-UUID-CASE'], {
        claims: { [name]: makers[name](10).toUpperCase() },
        flags: ['Unusual'],
      }),
    ),
    ...names.map((name) =>
      ok(`${name} with version and variant bits that no RFC 9562 version has`, ['CLAIM-UUID-VERSION'], {
        claims: { [name]: '12345678-1234-f234-0234-123456789abc' },
        flags: ['Unusual'],
      }),
    ),
    ok('jti and tid may be equal', ['CLAIM-TID-UUID', 'CLAIM-JTI-UUID'], {
      claims: { jti: tid(1) },
      flags: ['Unusual'],
    }),
    no('ECT_CLAIM_MISSING', 'no jti', ['CLAIM-JTI-REQUIRED'], { claims: { jti: undefined } }),
    no('ECT_CLAIM_TYPE', 'jti null', ['CLAIM-JTI-REQUIRED', 'ENV-NULL-TYPE'], { claims: { jti: null } }),
    no('ECT_CLAIM_TYPE', 'jti a number', ['CLAIM-JTI-REQUIRED'], { claims: { jti: 1 } }),
    no('ECT_TOKEN_REVISION', 'no tid', ['CLAIM-TID-REQUIRED', 'VERIFY-REVISION-NO-TID', 'VERIFY-REVISION-CODE'], {
      claims: { tid: undefined },
    }),
    no('ECT_CLAIM_TYPE', 'tid null', ['CLAIM-TID-REQUIRED', 'ENV-NULL-TYPE'], { claims: { tid: null } }),
    no('ECT_CLAIM_TYPE', 'tid a number', ['CLAIM-TID-REQUIRED'], { claims: { tid: 1 } }),
    ok('a workflow', ['CLAIM-WID'], { claims: { wid: wid(1) } }),
    no('ECT_CLAIM_TYPE', 'wid null', ['CLAIM-WID', 'ENV-NULL-TYPE'], { claims: { wid: null } }),
    no('ECT_CLAIM_TYPE', 'wid in an array', ['CLAIM-WID'], { claims: { wid: [wid(1)] } }),
    ok('a root', ['CLAIM-PAR-ROOT'], { claims: { par: [] } }),
    ok('two parents, in the order of the token', ['CLAIM-PAR-REQUIRED'], { claims: { par: [tid(3), tid(2)] } }),
    ok('a parent in upper case', ['CLAIM-PAR-UUID', 'CLAIM-UUID-CASE'], {
      claims: { par: [tid(10).toUpperCase()] },
      flags: ['Unusual'],
    }),
    no('ECT_CLAIM_MISSING', 'no par', ['CLAIM-PAR-REQUIRED'], { claims: { par: undefined } }),
    no('ECT_CLAIM_TYPE', 'par null', ['CLAIM-PAR-REQUIRED', 'ENV-NULL-TYPE'], { claims: { par: null } }),
    no('ECT_CLAIM_TYPE', 'par a string', ['CLAIM-PAR-REQUIRED'], { claims: { par: tid(2) } }),
    no('ECT_CLAIM_TYPE', 'par an object', ['CLAIM-PAR-REQUIRED'], { claims: { par: {} } }),
    no('ECT_CLAIM_TYPE', 'a number in par', ['CLAIM-PAR-REQUIRED'], { claims: { par: [1] } }),
    no('ECT_CLAIM_TYPE', 'null in par', ['CLAIM-PAR-REQUIRED', 'ENV-NULL-TYPE'], { claims: { par: [null] } }),
    ...wrong
      .slice(0, 3)
      .map(([value, how, rule]) =>
        no('ECT_CLAIM_ID', `an entry of par ${how}`, ['CLAIM-PAR-UUID', rule], { claims: { par: [tid(2), value] } }),
      ),
    no('ECT_CLAIM_ID', 'the nil UUID in par', ['CLAIM-PAR-UUID', 'CLAIM-UUID-NIL-MAX'], {
      claims: { par: ['00000000-0000-0000-0000-000000000000'] },
    }),
    no('ECT_CLAIM_PARENTS', 'a parent twice', ['CLAIM-PAR-DUPLICATE'], { claims: { par: [tid(2), tid(3), tid(2)] } }),
    no('ECT_CLAIM_PARENTS', 'a parent twice, once in upper case', ['CLAIM-PAR-DUPLICATE', 'CLAIM-UUID-CASE'], {
      claims: { par: [tid(10), tid(10).toUpperCase()] },
    }),
    ok('exactly 100 parents', ['CLAIM-PAR-LIMIT'], { claims: { par: parents(100) }, flags: ['Boundary'] }),
    no('ECT_CLAIM_PARENTS', '101 parents', ['CLAIM-PAR-LIMIT'], { claims: { par: parents(101) }, flags: ['Boundary'] }),
    ok('as many parents as another limit allows', ['CLAIM-PAR-LIMIT'], {
      claims: { par: parents(2) },
      options: { maxParents: 2 },
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_PARENTS', 'one parent more than another limit allows', ['CLAIM-PAR-LIMIT'], {
      claims: { par: parents(3) },
      options: { maxParents: 2 },
      flags: ['Boundary'],
    }),
    ok('opaque ids, as the reference implementation writes them', ['CLAIM-IDS-OPAQUE'], {
      ...opaque({ jti: 'job:1', tid: 'task-001', wid: 'Flow_1.a', par: ['task-000'] }),
    }),
    ok('a UUID where ids are opaque, kept as it is written', ['CLAIM-IDS-OPAQUE', 'CLAIM-IDS-OPAQUE-BYTEWISE'], {
      ...opaque({ tid: tid(10).toUpperCase() }),
    }),
    ok('an opaque id of one character', ['CLAIM-IDS-OPAQUE'], { ...opaque({ tid: 'x' }), flags: ['Boundary'] }),
    ok('an opaque id of 128 characters', ['CLAIM-IDS-OPAQUE'], { ...opaque({ tid: longest }), flags: ['Boundary'] }),
    ...names.flatMap((name) =>
      wrongOpaque.map(([value, how]) =>
        no('ECT_CLAIM_ID', `an opaque ${name} ${how}`, ['CLAIM-IDS-OPAQUE'], opaque({ [name]: value })),
      ),
    ),
    no('ECT_CLAIM_ID', 'an opaque parent with a space', ['CLAIM-IDS-OPAQUE'], opaque({ par: ['a b'] })),
    ok('opaque parents that differ in case', ['CLAIM-IDS-OPAQUE-BYTEWISE'], opaque({ par: ['Task-1', 'task-1'] })),
    no('ECT_CLAIM_PARENTS', 'an opaque parent twice', ['CLAIM-PAR-DUPLICATE'], opaque({ par: ['task-1', 'task-1'] })),
    ok('a tid written with escapes', ['CLAIM-TID-UUID'], {
      claims: { tid: raw(`"${tid(1).replace('a', '\\u0061')}"`) },
      flags: ['Unusual'],
    }),
  ],
}
