/** The envelope of a later revision: what is new in header and payload, and that the old rules hold for them too. */
import { key, tid } from '../cast.ts'
import { type Members, raw } from '../json-text.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { type DecodeDrafts, decodeDrafts } from './decode-draft.ts'
import { ect01, type LaterRevision } from './revision.ts'
import { ectOf, written } from './tokens.ts'

const deep = (levels: number): unknown => (levels === 1 ? {} : { a: deep(levels - 1) })
const spaced = (text: unknown): string => ` ${String(text).replaceAll(',"', ' ,\t"').replaceAll('":', '" :\r\n ')} `
const reversed = (text: unknown): string => {
  const members = JSON.parse(String(text)) as Members
  return JSON.stringify(Object.fromEntries(Object.entries(members).toReversed()))
}

export function envelopeTopic(revision: LaterRevision): Topic<'decode'> {
  const drafts = decodeDrafts(revision)
  return {
    first: revision.numbers + 1201,
    drafts: [
      drafts.ok('the plain token', ['REVISION-TYP', 'ENV-COMPACT']),
      ...types(revision, drafts),
      ...headers(drafts),
      ...segments(revision, drafts),
      ...payloads(revision, drafts),
      ...unusual(revision, drafts),
    ],
  }
}

function types({ typ }: LaterRevision, { no }: DecodeDrafts): Draft<'decode'>[] {
  const upper = typ.toUpperCase()
  const wrong = [upper, `${typ} `, `application/${typ}`, `${typ}\u0000`, 'exec-jwt', 'wimse+jwt', 'JWT', 'exec', '']
  const absent: readonly (readonly [string, unknown])[] = [
    ['no typ', undefined],
    ['typ null', null],
    ['typ in an array', [typ]],
  ]
  return [
    ...wrong.map((value) =>
      no('ECT_HEADER_TYP', `typ ${JSON.stringify(value)}`, ['REVISION-TYP', 'ENV-TYP-EXACT'], {
        header: { typ: value },
      }),
    ),
    ...absent.map(([comment, value]) =>
      no('ECT_HEADER_TYP', comment, ['REVISION-TYP', 'ENV-TYP-EXACT'], { header: { typ: value } }),
    ),
  ]
}

function headers({ ok, no }: DecodeDrafts): Draft<'decode'>[] {
  return [
    no('ECT_HEADER_ALG', 'alg none', ['ENV-ALG-NONE'], { header: { alg: 'none' }, flags: ['Attack'] }),
    no('ECT_HEADER_ALG', 'alg None', ['ENV-ALG-NONE'], { header: { alg: 'None' }, flags: ['Attack'] }),
    no('ECT_HEADER_ALG', 'alg HS256', ['ENV-ALG-SYMMETRIC'], { header: { alg: 'HS256' }, flags: ['KeyConfusion'] }),
    no('ECT_HEADER_FORBIDDEN', 'a key in the header', ['ENV-HEADER-FORBIDDEN'], {
      header: { jwk: key('mallory-key').publicJwk },
      flags: ['EmbeddedKey', 'Attack'],
    }),
    no('ECT_HEADER_FORBIDDEN', 'crit', ['ENV-HEADER-FORBIDDEN'], { header: { crit: ['exp'] } }),
    no('ECT_HEADER_FORBIDDEN', 'cty null', ['ENV-HEADER-FORBIDDEN'], { header: { cty: null } }),
    no('ECT_HEADER_KID', 'no kid', ['ENV-KID-REQUIRED'], { header: { kid: undefined } }),
    no('ECT_HEADER_KID', 'an empty kid', ['ENV-KID-REQUIRED'], { header: { kid: '' } }),
    no('ECT_TOKEN_DUPLICATE', 'typ twice, the second one escaped', ['ENV-JSON-DUPLICATE'], {
      header: { note: raw('"x","t\\u0079p":"JWT"') },
    }),
    ok('other header members', ['ENV-HEADER-OTHER'], { header: { level: 3, receipt: 'x' }, flags: ['Unusual'] }),
  ]
}

function segments(revision: LaterRevision, { no }: DecodeDrafts): Draft<'decode'>[] {
  const [header = '', payload = '', signature = ''] = ectOf(revision).split('.')
  const isRefused = (comment: string, token: string, rules: readonly string[] = []): Draft<'decode'> =>
    no('ECT_TOKEN_SEGMENTS', comment, ['ENV-SEGMENTS', ...rules], { token, flags: ['NotGenuine', 'Attack'] })
  return [
    isRefused('the claims alone, as an unsigned token of ect-01', payload, ['REVISION-ENVELOPE']),
    no('ECT_TOKEN_BASE64URL', 'the claims in JSON, which hold two dots', ['ENV-COMPACT', 'ENV-BASE64URL'], {
      token: String(written(revision, {}).payloadText),
      flags: ['NotGenuine', 'Attack'],
    }),
    isRefused('no signature', `${header}.${payload}`),
    isRefused('an empty signature', `${header}.${payload}.`),
    isRefused('no header', `.${payload}.${signature}`),
    no('ECT_TOKEN_BASE64URL', 'a padded signature', ['ENV-BASE64URL'], {
      token: `${ectOf(revision)}=`,
      flags: ['NotGenuine', 'Twin'],
    }),
  ]
}

function payloads({ parents, extension, name }: LaterRevision, { ok, no }: DecodeDrafts): Draft<'decode'>[] {
  const inExtension = (text: string): { readonly claims: Members } => ({
    claims: { [extension]: raw(text) },
  })
  return [
    no('ECT_TOKEN_DUPLICATE', `${parents} twice`, ['ENV-JSON-DUPLICATE'], {
      claims: { note: raw(`"x","${parents}":["${tid(9)}"]`) },
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_DUPLICATE', 'jti twice, the second one escaped', ['ENV-JSON-DUPLICATE'], {
      claims: { note: raw(`"x","j\\u0074i":"${tid(9)}"`) },
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_DUPLICATE', `pol_decision twice in ${extension}`, ['ENV-JSON-DUPLICATE', 'REVISION-POLICY'], {
      ...inExtension('{"pol_decision":"rejected","pol_decision":"approved"}'),
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_DUPLICATE', `pol_decision twice in ${extension}, once escaped`, ['ENV-JSON-DUPLICATE'], {
      ...inExtension('{"pol_decision":"rejected","pol\\u005fdecision":"approved"}'),
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_NAME', `__proto__ in ${extension}`, ['ENV-JSON-NAME'], {
      ...inExtension('{"__proto__":{"pol_decision":"approved"}}'),
      flags: ['Attack'],
    }),
    no(
      'ECT_TOKEN_SURROGATE',
      `a lone surrogate in ${extension}`,
      ['ENV-JSON-SURROGATE'],
      inExtension('{"a":"\\ud800"}'),
    ),
    no('ECT_TOKEN_NUMBER', `a number beyond a double in ${extension}`, ['ENV-JSON-NUMBER'], {
      ...inExtension('{"a":1e999}'),
      flags: ['NumberForm'],
    }),
    ok(`${extension} down to level 8 of the payload`, ['ENV-JSON-DEPTH', 'ENV-DECODE-SCOPE'], {
      claims: { [extension]: deep(7) },
      flags: ['Boundary'],
    }),
    no('ECT_TOKEN_DEPTH', `${extension} down to level 9 of the payload`, ['ENV-JSON-DEPTH'], {
      claims: { [extension]: deep(8) },
      flags: ['Boundary'],
    }),
    ok('claims of every wrong kind: decoding judges none', ['ENV-DECODE-SCOPE'], {
      claims: { iss: 1, aud: {}, iat: 'x', exp: null, jti: [], exec_act: '', [parents]: 7, [extension]: 'none' },
    }),
    ok('nothing but the parents', ['ENV-DECODE-SCOPE'], { payloadText: `{"${parents}":[]}`, flags: ['Unusual'] }),
    name === ect01.name
      ? ok('an empty object: typ alone tells the revision', ['VERIFY-REVISION-TYP'], { payloadText: '{}' })
      : ok('an empty object: no tid, no pred', ['VERIFY-REVISION-NO-TID'], { payloadText: '{}' }),
  ]
}

function unusual(revision: LaterRevision, { ok }: DecodeDrafts): Draft<'decode'>[] {
  const { headerText, payloadText } = written(revision, {})
  const escaped = String(payloadText).replace('"jti"', '"\\u006ati"').replace('review', 'rev\\u0069ew')
  const flags = ['Unusual']
  return [
    ok('white space around every member', ['ENV-JSON-OBJECT'], {
      headerText: spaced(headerText),
      payloadText: spaced(payloadText),
      flags,
    }),
    ok('a name and a value with escaped letters', ['ENV-JSON-OBJECT'], { payloadText: escaped, flags }),
    ok('escaped slashes', ['ENV-JSON-OBJECT'], { payloadText: String(payloadText).replaceAll('/', '\\/'), flags }),
    ok('the members in another order', ['ENV-JSON-OBJECT'], {
      headerText: reversed(headerText),
      payloadText: reversed(payloadText),
      flags,
    }),
    ok('a payload whose base64url is far from ASCII', ['ENV-UTF8'], {
      claims: { exec_act: '仕様を確認する 🧪' },
      flags,
    }),
  ]
}
