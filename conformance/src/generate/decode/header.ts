/** The header: typ, revision, alg, kid and the members that must not be there. */
import { key, tid, wid } from '../cast.ts'
import { raw } from '../json-text.ts'
import type { Topic } from '../number-cases.ts'
import { no, ok } from './draft.ts'

const jwk = key('mallory-key').publicJwk
const forbidden: readonly (readonly [string, unknown])[] = [
  ['crit', ['exp']],
  ['b64', false],
  ['zip', 'DEF'],
  ['enc', 'A128GCM'],
  ['cty', 'JWT'],
  ['jwk', jwk],
  ['jku', 'https://mallory.example/jwks.json'],
  ['x5u', 'https://mallory.example/cert.pem'],
  ['x5c', ['MIIB']],
]
const refusedAlgorithms = ['HS256', 'HS384', 'HS512', 'RS256', 'ES256K', 'es256', 'ES256 ', 'RSA-OAEP', 'dir', '']

export const headerTopic: Topic<'decode'> = {
  first: 1301,
  drafts: [
    ...[
      'JWT',
      'wimse-exec+JWT',
      'WIMSE-EXEC+JWT',
      'application/wimse-exec+jwt',
      'wimse-exec+jwt ',
      'wimse-exec',
      'wit+jwt',
      '',
    ].map((typ) => no('ECT_HEADER_TYP', `typ ${JSON.stringify(typ)}`, ['ENV-TYP-EXACT'], { header: { typ } })),
    no('ECT_HEADER_TYP', 'no typ', ['ENV-TYP-EXACT'], { header: { typ: undefined } }),
    no('ECT_HEADER_TYP', 'typ null', ['ENV-TYP-EXACT', 'ENV-NULL-TYPE'], { header: { typ: null } }),
    no('ECT_HEADER_TYP', 'typ in an array', ['ENV-TYP-EXACT'], { header: { typ: ['wimse-exec+jwt'] } }),
    no('ECT_HEADER_TYP', 'typ of ect-01, which is not accepted here', ['VERIFY-REVISION-TYP', 'REVISION-DEFAULT'], {
      header: { typ: 'exec+jwt' },
      claims: { par: undefined, pred: [], tid: undefined },
    }),
    no('ECT_HEADER_TYP', 'typ of ect-01 with the claims of execution-context-00', ['VERIFY-REVISION-TYP'], {
      header: { typ: 'exec+jwt' },
    }),
    no(
      'ECT_TOKEN_REVISION',
      'no tid: a token of ect-00, which is not accepted here',
      ['VERIFY-REVISION-NO-TID', 'VERIFY-REVISION-CODE', 'CLAIM-TID-REQUIRED'],
      { claims: { tid: undefined } },
    ),
    no(
      'ECT_TOKEN_REVISION',
      'pred instead of par: a token of ect-01 with the older typ',
      ['VERIFY-REVISION-PRED', 'VERIFY-REVISION-CODE'],
      { claims: { par: undefined, tid: undefined, pred: [] } },
    ),
    no('ECT_TOKEN_REVISION', 'pred beside tid', ['VERIFY-REVISION-PRED', 'VERIFY-REVISION-CODE'], {
      claims: { par: undefined, pred: [tid(2)] },
    }),
    no('ECT_TOKEN_REVISION', 'par and pred: the parent claims of two revisions', ['REVISION-TWO-PARENT-CLAIMS'], {
      claims: { pred: [] },
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_REVISION', 'a payload without any claim', ['VERIFY-REVISION-NO-TID'], { payloadText: '{}' }),
    ok('tid null is present, though of a wrong type', ['VERIFY-REVISION-NO-TID', 'ENV-NULL-TYPE'], {
      claims: { tid: null },
      flags: ['Unusual'],
    }),
    no('ECT_HEADER_ALG', 'alg none', ['ENV-ALG-NONE'], { header: { alg: 'none' }, flags: ['Attack'] }),
    no('ECT_HEADER_ALG', 'alg None', ['ENV-ALG-NONE'], { header: { alg: 'None' }, flags: ['Attack'] }),
    no('ECT_HEADER_ALG', 'alg nOnE', ['ENV-ALG-NONE'], { header: { alg: 'nOnE' }, flags: ['Attack'] }),
    ...refusedAlgorithms.map((alg) =>
      no(
        'ECT_HEADER_ALG',
        `alg ${JSON.stringify(alg)}`,
        [alg.startsWith('HS') || alg === 'dir' ? 'ENV-ALG-SYMMETRIC' : 'ENV-ALG-ALLOWLIST'],
        { header: { alg } },
      ),
    ),
    no('ECT_HEADER_ALG', 'no alg', ['ENV-ALG-ALLOWLIST'], { header: { alg: undefined } }),
    no('ECT_HEADER_ALG', 'alg null', ['ENV-ALG-ALLOWLIST', 'ENV-NULL-TYPE'], { header: { alg: null } }),
    no('ECT_HEADER_ALG', 'alg in an array', ['ENV-ALG-ALLOWLIST'], { header: { alg: ['ES256'] } }),
    no('ECT_HEADER_ALG', 'alg constructor, a name every object answers to', ['ENV-ALG-ALLOWLIST'], {
      header: { alg: 'constructor' },
      flags: ['Attack'],
    }),
    no('ECT_HEADER_ALG', 'alg ES384 where the reader lists ES256 alone', ['ENV-ALG-ALLOWLIST'], {
      key: 'alice-es384',
      signedBy: 'alice-es384',
      options: { algorithms: ['ES256'] },
    }),
    ok('alg ES256', ['ENV-ALG-ES256'], { options: { algorithms: ['ES256'] } }),
    ok('alg ES384', ['ENV-ALG-OPTIONAL'], { key: 'alice-es384', signedBy: 'alice-es384' }),
    ok('alg ES512', ['ENV-ALG-OPTIONAL'], { key: 'alice-es512', signedBy: 'alice-es512' }),
    ok('alg EdDSA', ['ENV-ALG-OPTIONAL'], { key: 'alice-eddsa', signedBy: 'alice-eddsa' }),
    ok('alg Ed25519', ['ENV-ALG-OPTIONAL'], {
      key: 'alice-ed25519',
      header: { alg: 'Ed25519' },
      signedBy: 'alice-ed25519',
    }),
    ok('alg PS256', ['ENV-ALG-OPTIONAL'], { key: 'alice-ps256', signedBy: 'alice-ps256' }),
    no('ECT_HEADER_KID', 'no kid', ['ENV-KID-REQUIRED'], { header: { kid: undefined } }),
    no('ECT_HEADER_KID', 'an empty kid', ['ENV-KID-REQUIRED'], { header: { kid: '' } }),
    no('ECT_HEADER_KID', 'kid null', ['ENV-KID-REQUIRED', 'ENV-NULL-TYPE'], { header: { kid: null } }),
    no('ECT_HEADER_KID', 'kid a number', ['ENV-KID-REQUIRED'], { header: { kid: 1 } }),
    no('ECT_HEADER_KID', 'kid in an array', ['ENV-KID-REQUIRED'], { header: { kid: ['alice-key'] } }),
    ok('a kid of exactly 512 bytes', ['ENV-KID-FORM'], { header: { kid: 'k'.repeat(512) }, flags: ['Boundary'] }),
    no('ECT_HEADER_KID', 'a kid of 513 bytes', ['ENV-KID-FORM'], {
      header: { kid: 'k'.repeat(513) },
      flags: ['Boundary'],
    }),
    ok('a kid of 512 bytes in 256 characters', ['ENV-KID-FORM'], {
      header: { kid: 'é'.repeat(256) },
      flags: ['Boundary'],
    }),
    no('ECT_HEADER_KID', 'a kid of 514 bytes in 257 characters', ['ENV-KID-FORM'], {
      header: { kid: 'é'.repeat(257) },
      flags: ['Boundary'],
    }),
    no('ECT_HEADER_KID', 'a NUL character in the kid', ['ENV-KID-FORM'], { header: { kid: 'alice\u0000key' } }),
    no('ECT_HEADER_KID', 'a line break in the kid: a second line for the log', ['ENV-KID-FORM'], {
      header: { kid: 'alice-key\nINFO accepted' },
      flags: ['Attack'],
    }),
    no('ECT_HEADER_KID', 'an escape character in the kid: colours for the terminal', ['ENV-KID-FORM'], {
      header: { kid: '\u001b[2Jalice-key' },
      flags: ['Attack'],
    }),
    no('ECT_HEADER_KID', 'a DEL character in the kid', ['ENV-KID-FORM'], { header: { kid: 'alice\u007fkey' } }),
    no('ECT_HEADER_KID', 'a C1 control character in the kid', ['ENV-KID-FORM'], { header: { kid: 'alice\u0085key' } }),
    ok('a kid that looks like a path', ['ENV-KID-OPAQUE'], {
      header: { kid: '../../../../etc/passwd' },
      flags: ['Unusual'],
    }),
    ...forbidden.map(([name, value]) =>
      no('ECT_HEADER_FORBIDDEN', `the header member ${name}`, ['ENV-HEADER-FORBIDDEN'], {
        header: { [name]: value },
        flags: name.startsWith('j') || name.startsWith('x') ? ['Attack'] : [],
      }),
    ),
    no('ECT_HEADER_FORBIDDEN', 'jwk null: presence is enough', ['ENV-HEADER-FORBIDDEN'], { header: { jwk: null } }),
    no('ECT_HEADER_FORBIDDEN', 'crit as an empty array', ['ENV-HEADER-FORBIDDEN'], { header: { crit: [] } }),
    no('ECT_HEADER_FORBIDDEN', 'b64 true', ['ENV-HEADER-FORBIDDEN'], { header: { b64: true } }),
    no('ECT_HEADER_FORBIDDEN', 'jwk written with an escape', ['ENV-HEADER-FORBIDDEN'], {
      headerText: '{"alg":"ES256","typ":"wimse-exec+jwt","kid":"alice-key","\\u006awk":{}}',
      flags: ['Attack'],
    }),
    ok('other header members', ['ENV-HEADER-OTHER'], {
      header: { x5t: 'abc', 'x5t#S256': 'def', note: { a: [1, null, true] }, iss: 'someone', Crit: ['exp'], JWK: 1 },
      flags: ['Unusual'],
    }),
    ok('header members in another order', ['ENV-HEADER-OTHER'], {
      headerText: '{"kid":"alice-key","typ":"wimse-exec+jwt","alg":"ES256"}',
      flags: ['Unusual'],
    }),
    no('ECT_TOKEN_JSON', 'bad JSON in the payload before a wrong typ', ['VERIFY-ORDER-01-PARSE'], {
      header: { typ: 'JWT' },
      payloadText: '{',
      flags: ['Order'],
    }),
    no('ECT_HEADER_FORBIDDEN', 'a forbidden header member before a wrong typ', ['VERIFY-ORDER-01-PARSE'], {
      header: { typ: 'JWT', jwk },
      flags: ['Order'],
    }),
    no('ECT_HEADER_TYP', 'a wrong typ before a wrong alg', ['VERIFY-ORDER-02-TYP'], {
      header: { typ: 'JWT', alg: 'none' },
      flags: ['Order'],
    }),
    no('ECT_TOKEN_REVISION', 'another revision before a wrong alg', ['VERIFY-ORDER-02-TYP', 'VERIFY-REVISION-CODE'], {
      header: { alg: 'none' },
      claims: { tid: undefined },
      flags: ['Order'],
    }),
    no('ECT_HEADER_ALG', 'a wrong alg before a missing kid', ['VERIFY-ORDER-03-ALG'], {
      header: { alg: 'none', kid: undefined },
      flags: ['Order'],
    }),
    no('ECT_TOKEN_REVISION', 'a wid in place of the tid', ['VERIFY-REVISION-NO-TID'], {
      claims: { tid: undefined, wid: wid(1) },
    }),
    ok('unknown claims of every type', ['CLAIM-UNKNOWN', 'ENV-DECODE-SCOPE'], {
      claims: { a: null, b: [true, false], c: { d: 'e' }, 'urn:x': raw('1.50'), nonce: 'n' },
      flags: ['Unusual'],
    }),
  ],
}
