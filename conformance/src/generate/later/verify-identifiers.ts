/** The task id, the parents and the workflow of a later revision; and the required claims. */
import { jti, tid, wid } from '../cast.ts'
import type { Members } from '../json-text.ts'
import type { Draft, Topic } from '../number-cases.ts'
import type { LaterRevision } from './revision.ts'
import { type VerifyDrafts, verifyDrafts } from './verify-draft.ts'

const wrongIds: readonly (readonly [value: string, how: string, rule: string])[] = [
  ['', 'empty', 'CLAIM-UUID-FORM'],
  ['task-001', 'opaque', 'CLAIM-IDS-DEFAULT'],
  ['aaaaaaaa00004000800000000000000a', 'without hyphens', 'CLAIM-UUID-FORM'],
  ['urn:uuid:aaaaaaaa-0000-4000-8000-00000000000a', 'as a URN', 'CLAIM-UUID-FORM'],
  ['aaaaaaaa-0000-4000-8000-00000000000a\n', 'with a line break at the end', 'CLAIM-UUID-FORM'],
  ['00000000-0000-0000-0000-000000000000', 'nil', 'CLAIM-UUID-NIL-MAX'],
  ['FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', 'max', 'CLAIM-UUID-NIL-MAX'],
]
const many = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => tid(100 + n))

export function requiredTopic(revision: LaterRevision): Topic<'verify'> {
  const { no } = verifyDrafts(revision)
  const { parents } = revision
  const required: readonly (readonly [name: string, rules: readonly string[], wrong: unknown])[] = [
    ['iss', ['CLAIM-ISS-REQUIRED', 'REVISION-ISS'], 5],
    ['aud', ['CLAIM-AUD-REQUIRED'], {}],
    ['iat', ['CLAIM-IAT-REQUIRED'], '1767225540'],
    ['exp', ['CLAIM-EXP-REQUIRED'], '1767226140'],
    ['jti', ['CLAIM-JTI-REQUIRED', 'REVISION-TASK-ID'], 1],
    ['exec_act', ['CLAIM-EXEC-ACT-REQUIRED'], ['review']],
    [parents, ['CLAIM-PAR-REQUIRED', 'REVISION-PARENTS'], tid(2)],
  ]
  return {
    first: revision.numbers + 2001,
    drafts: required
      .filter(([name]) => name !== 'par')
      .flatMap(([name, rules, wrong]) => [
        no('ECT_CLAIM_MISSING', `no ${name}`, rules, { claims: { [name]: undefined } }),
        ...malformed(no, name, rules, wrong),
      ])
      .concat(parents === 'par' ? parOfEct00(no, tid(2)) : predOfEct01(no)),
  }
}

function malformed(no: VerifyDrafts['no'], name: string, rules: readonly string[], wrong: unknown): Draft<'verify'>[] {
  return [
    no('ECT_CLAIM_TYPE', `${name} null`, [...rules, 'ENV-NULL-TYPE'], { claims: { [name]: null } }),
    no('ECT_CLAIM_TYPE', `${name} ${JSON.stringify(wrong)}`, rules, { claims: { [name]: wrong } }),
  ]
}

function parOfEct00(no: VerifyDrafts['no'], wrong: string): Draft<'verify'>[] {
  const rules = ['CLAIM-PAR-REQUIRED', 'REVISION-PARENTS']
  return [
    no('ECT_CLAIM_MISSING', 'no par', rules, { claims: { par: undefined } }),
    ...malformed(no, 'par', rules, wrong),
    no('ECT_TOKEN_REVISION', 'pred in the place of par', [...rules, 'VERIFY-REVISION-PRED'], {
      claims: { par: undefined, pred: [] },
    }),
    no('ECT_TOKEN_REVISION', 'tid beside jti', ['REVISION-TASK-ID', 'VERIFY-REVISION-CODE'], {
      claims: { tid: tid(1), jti: jti(1) },
    }),
  ]
}

function predOfEct01(no: VerifyDrafts['no']): Draft<'verify'>[] {
  const rules = ['CLAIM-PAR-REQUIRED', 'REVISION-PARENTS']
  return [
    no('ECT_CLAIM_MISSING', 'par in the place of pred', rules, { claims: { pred: undefined, par: [] } }),
    no('ECT_TOKEN_REVISION', 'par beside pred', ['REVISION-TWO-PARENT-CLAIMS'], { claims: { par: [] } }),
    no('ECT_TOKEN_REVISION', 'typ of the older revisions, par in the place of pred', ['VERIFY-REVISION-NO-TID'], {
      header: { typ: 'wimse-exec+jwt' },
      claims: { pred: undefined, par: [] },
    }),
    no('ECT_CLAIM_MISSING', 'tid in the place of jti', ['REVISION-TASK-ID', 'CLAIM-JTI-REQUIRED'], {
      claims: { jti: undefined, tid: tid(1) },
    }),
  ]
}

export function identifiersTopic(revision: LaterRevision): Topic<'verify'> {
  const { ok, no } = verifyDrafts(revision)
  const named: readonly (readonly [string, string])[] = [
    ['jti', 'REVISION-TASK-ID'],
    ['wid', 'CLAIM-WID'],
  ]
  return {
    first: revision.numbers + 2101,
    drafts: [
      ...named.flatMap(([name, about]) =>
        wrongIds.map(([value, how, rule]) =>
          no('ECT_CLAIM_ID', `${name} ${how}`, [about, rule], { claims: { [name]: value } }),
        ),
      ),
      ok('jti, wid and parents in upper case', ['CLAIM-UUID-CASE', 'REVISION-TASK-ID', 'REVISION-PARENTS'], {
        claims: { jti: tid(10).toUpperCase(), wid: wid(10).toUpperCase(), [revision.parents]: [tid(11).toUpperCase()] },
        flags: ['Unusual'],
      }),
      no('ECT_CLAIM_TYPE', 'wid null', ['CLAIM-WID', 'ENV-NULL-TYPE'], { claims: { wid: null } }),
      ...parentLists(revision, { ok, no }),
      ...opaque(revision, { ok, no }),
    ],
  }
}

function parentLists({ parents }: LaterRevision, { ok, no }: VerifyDrafts): Draft<'verify'>[] {
  const listed = (value: unknown): { readonly claims: Members } => ({ claims: { [parents]: value } })
  return [
    ok('three parents', ['REVISION-PARENTS'], listed([tid(4), tid(2), tid(3)])),
    no('ECT_CLAIM_ID', 'a parent that is no UUID', ['CLAIM-PAR-UUID'], listed([tid(2), 'task-001'])),
    no('ECT_CLAIM_ID', 'the nil UUID as parent', ['CLAIM-UUID-NIL-MAX'], listed([wrongIds[5]?.[0]])),
    no('ECT_CLAIM_TYPE', 'a number among the parents', ['CLAIM-PAR-REQUIRED'], listed([tid(2), 3])),
    no('ECT_CLAIM_TYPE', 'null among the parents', ['CLAIM-PAR-REQUIRED', 'ENV-NULL-TYPE'], listed([null])),
    no('ECT_CLAIM_TYPE', 'parents within parents', ['CLAIM-PAR-REQUIRED'], listed([[tid(2)]])),
    no('ECT_CLAIM_TYPE', 'parents as an object', ['CLAIM-PAR-REQUIRED'], listed({ 0: tid(2) })),
    no('ECT_CLAIM_PARENTS', 'a parent twice', ['CLAIM-PAR-DUPLICATE'], listed([tid(2), tid(2)])),
    no('ECT_CLAIM_PARENTS', 'a parent twice, once in upper case', ['CLAIM-PAR-DUPLICATE', 'CLAIM-UUID-CASE'], {
      ...listed([tid(10), tid(10).toUpperCase()]),
      flags: ['Twin'],
    }),
    ok('100 parents', ['CLAIM-PAR-LIMIT'], { ...listed(many(100)), flags: ['Boundary'] }),
    no('ECT_CLAIM_PARENTS', '101 parents', ['CLAIM-PAR-LIMIT'], { ...listed(many(101)), flags: ['Boundary'] }),
    no('ECT_CLAIM_PARENTS', 'three parents where two are allowed', ['CLAIM-PAR-LIMIT'], {
      ...listed(many(3)),
      options: { maxParents: 2 },
      flags: ['Boundary'],
    }),
    ok('a task that names itself: the graph is judged elsewhere', ['DAG-SELF', 'VERIFY-ORDER-15-DAG'], {
      ...listed([tid(1)]),
      flags: ['Unusual'],
    }),
  ]
}

function opaque({ parents }: LaterRevision, { ok, no }: VerifyDrafts): Draft<'verify'>[] {
  const options = { ids: 'opaque' } as const
  return [
    ok('opaque ids', ['CLAIM-IDS-OPAQUE', 'REVISION-TASK-ID'], {
      claims: { jti: 'task-001', wid: 'flow:7', [parents]: ['Task-001', 'a.b_c'] },
      options,
    }),
    ok('an opaque id of 128 characters', ['CLAIM-IDS-OPAQUE'], {
      claims: { jti: 'x'.repeat(128) },
      options,
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_ID', 'an opaque id of 129 characters', ['CLAIM-IDS-OPAQUE'], {
      claims: { jti: 'x'.repeat(129) },
      options,
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_ID', 'an opaque id with a slash', ['CLAIM-IDS-OPAQUE'], { claims: { jti: '../task' }, options }),
    no('ECT_CLAIM_ID', 'an opaque parent with a space', ['CLAIM-IDS-OPAQUE'], {
      claims: { [parents]: ['task 1'] },
      options,
    }),
  ]
}
