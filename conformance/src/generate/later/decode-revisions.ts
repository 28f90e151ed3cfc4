/** Which revision a token is of: every combination of typ, the claims that tell, and the revisions that are listed. */
import { tid } from '../cast.ts'
import { no, ok } from '../decode/draft.ts'
import { type Members, raw } from '../json-text.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { decodeDrafts } from './decode-draft.ts'
import { ect00, ect01, type LaterRevision } from './revision.ts'
import { written } from './tokens.ts'

const first = 'execution-context-00'
const telling = { tid: tid(1), par: [], pred: [] } as const
type Telling = keyof typeof telling
const names: readonly Telling[] = ['tid', 'par', 'pred']
const subsets: readonly (readonly Telling[])[] = Array.from({ length: 8 }, (_, bits) =>
  names.filter((_name, at) => bits & (1 << at)),
)

/** What the rules about revisions say of such a token: the code of its refusal, and the rules that decide. */
function verdict(
  typ: string,
  claims: readonly Telling[],
  listed: readonly string[],
): { readonly code?: string; readonly rules: readonly string[] } {
  const isByTyp = typ === ect01.typ
  if (isByTyp && !listed.includes('ect-01')) return { code: 'ECT_HEADER_TYP', rules: ['VERIFY-REVISION-TYP'] }
  if (claims.includes('par') && claims.includes('pred')) {
    return { code: 'ECT_TOKEN_REVISION', rules: ['REVISION-TWO-PARENT-CLAIMS'] }
  }
  const [revision, rule] = revisionOf(isByTyp, claims)
  return listed.includes(revision)
    ? { rules: [rule, 'REVISION-TYP'] }
    : { code: 'ECT_TOKEN_REVISION', rules: [rule, 'VERIFY-REVISION-CODE'] }
}

function revisionOf(isByTyp: boolean, claims: readonly Telling[]): readonly [revision: string, rule: string] {
  if (isByTyp) return ['ect-01', 'VERIFY-REVISION-TYP']
  if (claims.includes('pred')) return ['ect-01', 'VERIFY-REVISION-PRED']
  return claims.includes('tid') ? [first, 'REVISION-TASK-ID'] : ['ect-00', 'VERIFY-REVISION-NO-TID']
}

function combination(typ: string, present: readonly Telling[], revisions: readonly string[]): Draft<'decode'> {
  const claims = Object.fromEntries(names.map((name) => [name, present.includes(name) ? telling[name] : undefined]))
  const { code, rules } = verdict(typ, present, revisions)
  const comment = `${typ} with ${present.join(' and ') || 'none of tid, par, pred'}; listed: ${revisions.join(', ')}`
  const parts = { ...written(ect00, { header: { typ }, claims }), options: { revisions } }
  const all = ['REVISION-CALLER', ...rules]
  return code === undefined ? ok(comment, all, parts) : no(code, comment, all, parts)
}

/** The lists of revisions that each file takes; together with those of the other file all seven there are. */
const lists = {
  'ect-00': [['ect-00'], [first], [first, 'ect-00']],
  'ect-01': [['ect-01'], ['ect-00', 'ect-01'], [first, 'ect-01'], [first, 'ect-00', 'ect-01']],
}

export function combinationsTopic({ name, numbers }: LaterRevision): Topic<'decode'> {
  return {
    first: numbers + 1001,
    drafts: lists[name].flatMap((revisions) =>
      [ect00.typ, ect01.typ].flatMap((typ) => subsets.map((present) => combination(typ, present, revisions))),
    ),
  }
}

/** What does and does not count as one of the claims that tell the revision. */
export function tellingClaimsTopic(revision: LaterRevision): Topic<'decode'> {
  const { ok: accepts, no: refuses } = decodeDrafts(revision)
  const bare = { header: { typ: 'wimse-exec+jwt' } }
  const otherParents = revision.parents === 'par' ? 'pred' : 'par'
  const isRefused = (comment: string, rules: readonly string[], claims: Members): Draft<'decode'> =>
    refuses('ECT_TOKEN_REVISION', comment, rules, { ...bare, claims })
  const both = ['REVISION-TWO-PARENT-CLAIMS']
  return {
    first: revision.numbers + 1101,
    drafts: [
      isRefused(`${otherParents} beside ${revision.parents}`, both, { [otherParents]: [tid(2)] }),
      isRefused(`${otherParents} null beside ${revision.parents}`, [...both, 'ENV-NULL-TYPE'], {
        [otherParents]: null,
      }),
      isRefused(`${revision.parents} null beside ${otherParents}`, [...both, 'ENV-NULL-TYPE'], {
        [revision.parents]: null,
        [otherParents]: [],
      }),
      isRefused(`an escaped ${otherParents} beside ${revision.parents}`, both, {
        ...escapedMember(otherParents, '[]'),
      }),
      accepts(`${otherParents} inside the extension object does not count`, ['REVISION-PARENTS'], {
        claims: { [revision.extension]: { [otherParents]: [tid(2)], tid: tid(3) } },
      }),
      accepts(`${otherParents} in another case does not count`, ['REVISION-PARENTS', 'CLAIM-UNKNOWN'], {
        claims: { [otherParents.toUpperCase()]: [tid(2)], TID: tid(3) },
        flags: ['Unusual'],
      }),
      ...(revision === ect00 ? ofEct00(isRefused) : ofEct01(accepts, refuses)),
    ],
  }
}

type IsRefused = (comment: string, rules: readonly string[], claims: Members) => Draft<'decode'>

function ofEct00(isRefused: IsRefused): Draft<'decode'>[] {
  const named = ['REVISION-TASK-ID', 'VERIFY-REVISION-CODE']
  return [
    isRefused('tid null is there all the same: execution-context-00', [...named, 'ENV-NULL-TYPE'], { tid: null }),
    isRefused('an empty tid is there all the same', named, { tid: '' }),
    isRefused('an escaped tid is a tid', named, escapedMember('tid', `"${tid(1)}"`)),
    isRefused('pred in the place of par: ect-01', ['VERIFY-REVISION-PRED'], { par: undefined, pred: [] }),
    isRefused('an escaped pred in the place of par', ['VERIFY-REVISION-PRED'], {
      par: undefined,
      ...escapedMember('pred', '[]'),
    }),
    isRefused('pred null in the place of par', ['VERIFY-REVISION-PRED', 'ENV-NULL-TYPE'], {
      par: undefined,
      pred: null,
    }),
  ]
}

function ofEct01(
  accepts: ReturnType<typeof decodeDrafts>['ok'],
  refuses: ReturnType<typeof decodeDrafts>['no'],
): Draft<'decode'>[] {
  const older = { header: { typ: 'wimse-exec+jwt' } }
  const byPred = ['VERIFY-REVISION-PRED', 'REVISION-TYP']
  return [
    accepts('typ of the older revisions, with pred', byPred, older),
    accepts('typ of the older revisions, with pred and tid', byPred, { ...older, claims: { tid: tid(1) } }),
    accepts('typ of the older revisions, with an escaped pred', byPred, {
      ...older,
      claims: { pred: undefined, ...escapedMember('pred', '[]') },
      flags: ['Unusual'],
    }),
    accepts('typ of the older revisions, with pred null: decoding judges no claim', [...byPred, 'ENV-DECODE-SCOPE'], {
      ...older,
      claims: { pred: null },
    }),
    accepts('exec+jwt without pred: decoding judges no claim', ['VERIFY-REVISION-TYP', 'ENV-DECODE-SCOPE'], {
      claims: { pred: undefined },
    }),
    refuses('ECT_TOKEN_REVISION', 'typ of the older revisions, without pred', ['VERIFY-REVISION-NO-TID'], {
      ...older,
      claims: { pred: undefined },
    }),
  ]
}

/** A member whose first letter is written as an escape. */
function escapedMember(name: string, value: string): Members {
  // The text of the member hides in the value of a neighbour, since JSON.stringify never escapes a letter.
  const escaped = `\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}`
  return { note: raw(`"x","${escaped}":${value}`) }
}
