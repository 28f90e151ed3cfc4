/** Strict JSON: what JSON.parse would let through, and what it would refuse too. */
import { jti, now, tid } from '../cast.ts'
import { payloadText } from '../compact.ts'
import { raw } from '../json-text.ts'
import type { Topic } from '../number-cases.ts'
import { no, ok } from './draft.ts'

const plainHeader = '{"alg":"ES256","typ":"wimse-exec+jwt","kid":"alice-key"}'
const text = payloadText()
/** The plain payload with one more member, written as it stands here. */
const and = (member: string): { payloadText: string } => ({ payloadText: `${text.slice(0, -1)},${member}}` })
const number = (form: string) => and(`"com.example.n":${form}`)
const arrays = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
const objects = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`
const spaced = JSON.stringify(JSON.parse(text), null, '\t').replaceAll('\n', '\r\n ')

export const jsonTopic: Topic<'decode'> = {
  first: 1101,
  drafts: [
    no('ECT_TOKEN_JSON', 'a payload that is an array', ['ENV-JSON-OBJECT'], { payloadText: `[${text}]` }),
    no('ECT_TOKEN_JSON', 'a payload that is a string', ['ENV-JSON-OBJECT'], { payloadText: JSON.stringify(text) }),
    no('ECT_TOKEN_JSON', 'a payload that is null', ['ENV-JSON-OBJECT'], { payloadText: 'null' }),
    no('ECT_TOKEN_JSON', 'a payload that is a number', ['ENV-JSON-OBJECT'], { payloadText: '1' }),
    no('ECT_TOKEN_JSON', 'a header that is an array', ['ENV-JSON-OBJECT'], { headerText: `[${plainHeader}]` }),
    no('ECT_TOKEN_JSON', 'a header that is null', ['ENV-JSON-OBJECT'], { headerText: 'null' }),
    no('ECT_TOKEN_JSON', 'a payload of white space alone', ['ENV-JSON-OBJECT'], { payloadText: ' \n' }),
    no('ECT_TOKEN_JSON', 'two objects one after the other', ['ENV-JSON-OBJECT'], { payloadText: text + text }),
    no('ECT_TOKEN_JSON', 'text after the object', ['ENV-JSON-OBJECT'], { payloadText: `${text};` }),
    no('ECT_TOKEN_JSON', 'a NUL byte after the object', ['ENV-JSON-OBJECT'], { payloadText: `${text}\u0000` }),
    no('ECT_TOKEN_JSON', 'an object cut short', ['ENV-JSON-OBJECT'], { payloadText: text.slice(0, -1) }),
    no('ECT_TOKEN_JSON', 'a string cut short', ['ENV-JSON-OBJECT'], { payloadText: text.slice(0, -2) }),
    no('ECT_TOKEN_JSON', 'a comma after the last member', ['ENV-JSON-OBJECT'], {
      payloadText: `${text.slice(0, -1)},}`,
    }),
    no('ECT_TOKEN_JSON', 'a comma after the last element', ['ENV-JSON-OBJECT'], and('"com.example.a":[1,]')),
    no('ECT_TOKEN_JSON', 'a missing comma', ['ENV-JSON-OBJECT'], { payloadText: text.replace(',"exp"', ' "exp"') }),
    no('ECT_TOKEN_JSON', 'a missing colon', ['ENV-JSON-OBJECT'], and('"com.example.a" 1')),
    no('ECT_TOKEN_JSON', 'a comment', ['ENV-JSON-OBJECT'], { payloadText: `${text.slice(0, -1)}/* note */}` }),
    no('ECT_TOKEN_JSON', 'single quotes', ['ENV-JSON-OBJECT'], and("'com.example.a':1")),
    no('ECT_TOKEN_JSON', 'a member name without quotes', ['ENV-JSON-OBJECT'], and('a:1')),
    no('ECT_TOKEN_JSON', 'a line break inside a string', ['ENV-JSON-OBJECT'], and('"com.example.a":"x\ny"')),
    no('ECT_TOKEN_JSON', 'a tab inside a string', ['ENV-JSON-OBJECT'], and('"com.example.a":"x\ty"')),
    no('ECT_TOKEN_JSON', 'an escape that JSON does not have', ['ENV-JSON-OBJECT'], and('"com.example.a":"\\x41"')),
    no('ECT_TOKEN_JSON', 'a unicode escape of three digits', ['ENV-JSON-OBJECT'], and('"com.example.a":"\\u041"')),
    no('ECT_TOKEN_JSON', 'a form feed as white space', ['ENV-JSON-OBJECT'], { payloadText: `\f${text}` }),
    no('ECT_TOKEN_JSON', 'a no-break space as white space', ['ENV-JSON-OBJECT'], { payloadText: `\u00a0${text}` }),
    no('ECT_TOKEN_JSON', 'the literal True', ['ENV-JSON-OBJECT'], and('"com.example.a":True')),
    no('ECT_TOKEN_JSON', 'the literal undefined', ['ENV-JSON-OBJECT'], and('"com.example.a":undefined')),
    no('ECT_TOKEN_JSON', 'the number NaN', ['ENV-JSON-OBJECT', 'ENV-JSON-NUMBER'], number('NaN')),
    no('ECT_TOKEN_JSON', 'the number Infinity', ['ENV-JSON-OBJECT', 'ENV-JSON-NUMBER'], number('Infinity')),
    no('ECT_TOKEN_JSON', 'a number with a plus sign', ['ENV-JSON-OBJECT'], number('+1')),
    no('ECT_TOKEN_JSON', 'a number with a leading zero', ['ENV-JSON-OBJECT', 'ENV-INTEGER-FORM'], number('01')),
    no('ECT_TOKEN_JSON', 'iat with a leading zero', ['ENV-JSON-OBJECT', 'ENV-INTEGER-FORM'], {
      claims: { iat: raw(`0${now - 60}`) },
    }),
    no('ECT_TOKEN_JSON', 'a number without digits before the point', ['ENV-JSON-OBJECT'], number('.5')),
    no('ECT_TOKEN_JSON', 'a number without digits after the point', ['ENV-JSON-OBJECT'], number('1.')),
    no('ECT_TOKEN_JSON', 'a number without digits in the exponent', ['ENV-JSON-OBJECT'], number('1e')),
    no('ECT_TOKEN_JSON', 'a number in hexadecimal', ['ENV-JSON-OBJECT'], number('0x10')),
    no('ECT_TOKEN_JSON', 'a number with a separator', ['ENV-JSON-OBJECT'], number('1_000')),
    no('ECT_TOKEN_DUPLICATE', 'a claim twice with the same value', ['ENV-JSON-DUPLICATE'], and(`"tid":"${tid(1)}"`)),
    no(
      'ECT_TOKEN_DUPLICATE',
      'a claim twice: the readers that take the first and the last disagree',
      ['ENV-JSON-DUPLICATE'],
      { ...and('"pol_decision":"rejected"'), flags: ['Attack'] },
    ),
    no('ECT_TOKEN_DUPLICATE', 'a claim twice, once with an escape', ['ENV-JSON-DUPLICATE'], {
      ...and('"pol_decisio\\u006e":"rejected"'),
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_DUPLICATE', 'an unknown claim twice', ['ENV-JSON-DUPLICATE'], and('"x":1,"x":1')),
    no('ECT_TOKEN_DUPLICATE', 'a member twice inside ext', ['ENV-JSON-DUPLICATE'], and('"ext":{"com.a":1,"com.a":2}')),
    no(
      'ECT_TOKEN_DUPLICATE',
      'a member twice, deep in an array',
      ['ENV-JSON-DUPLICATE'],
      and('"x":[[{"a":1,"\\u0061":2}]]'),
    ),
    no('ECT_TOKEN_DUPLICATE', 'alg twice in the header', ['ENV-JSON-DUPLICATE'], {
      headerText: '{"alg":"none","typ":"wimse-exec+jwt","kid":"alice-key","alg":"ES256"}',
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_DUPLICATE', 'kid twice in the header, once with an escape', ['ENV-JSON-DUPLICATE'], {
      headerText: '{"alg":"ES256","typ":"wimse-exec+jwt","kid":"alice-key","\\u006bid":"mallory-key"}',
      flags: ['Attack'],
    }),
    ok('the same member name in two different objects', ['ENV-JSON-DUPLICATE'], {
      claims: { a: { tid: 'x', b: { tid: 'y' } } },
      flags: ['Unusual'],
    }),
    ok('member names that differ in case only', ['ENV-JSON-DUPLICATE'], { claims: { Tid: 'x' }, flags: ['Unusual'] }),
    no('ECT_TOKEN_NAME', 'a claim named __proto__', ['ENV-JSON-NAME'], {
      ...and('"__proto__":{"pol_decision":"approved"}'),
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_NAME', 'a claim named constructor', ['ENV-JSON-NAME'], and('"constructor":1')),
    no('ECT_TOKEN_NAME', 'a claim named prototype', ['ENV-JSON-NAME'], and('"prototype":1')),
    no('ECT_TOKEN_NAME', '__proto__ with an escape, inside ext', ['ENV-JSON-NAME'], {
      ...and('"ext":{"com.example.a":{"\\u005f_proto__":1}}'),
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_NAME', 'a header member named __proto__', ['ENV-JSON-NAME'], {
      headerText: '{"alg":"ES256","typ":"wimse-exec+jwt","kid":"alice-key","__proto__":{"alg":"none"}}',
      flags: ['Attack'],
    }),
    ok('a string that reads __proto__', ['ENV-JSON-NAME'], {
      claims: { model_version: '__proto__' },
      flags: ['Unusual'],
    }),
    no('ECT_TOKEN_SURROGATE', 'a high surrogate alone', ['ENV-JSON-SURROGATE'], and('"x":"\\ud83d"')),
    no('ECT_TOKEN_SURROGATE', 'a low surrogate alone', ['ENV-JSON-SURROGATE'], and('"x":"\\udd0e"')),
    no(
      'ECT_TOKEN_SURROGATE',
      'a surrogate pair the wrong way round',
      ['ENV-JSON-SURROGATE'],
      and('"x":"\\udd0e\\ud83d"'),
    ),
    no('ECT_TOKEN_SURROGATE', 'a high surrogate before a letter', ['ENV-JSON-SURROGATE'], and('"x":"\\ud83da"')),
    no('ECT_TOKEN_SURROGATE', 'a lone surrogate in a member name', ['ENV-JSON-SURROGATE'], and('"\\ud83d":1')),
    no('ECT_TOKEN_SURROGATE', 'a lone surrogate in the kid', ['ENV-JSON-SURROGATE'], {
      headerText: '{"alg":"ES256","typ":"wimse-exec+jwt","kid":"\\ud800"}',
    }),
    ok('a surrogate pair written with escapes', ['ENV-JSON-SURROGATE'], {
      ...and('"model_version":"\\ud83d\\udd0e"'),
      flags: ['Unusual'],
    }),
    ok('a payload nested exactly 8 levels deep, in arrays', ['ENV-JSON-DEPTH'], {
      ...and(`"x":${arrays(7)}`),
      flags: ['Boundary'],
    }),
    no('ECT_TOKEN_DEPTH', 'a payload nested 9 levels deep, in arrays', ['ENV-JSON-DEPTH'], {
      ...and(`"x":${arrays(8)}`),
      flags: ['Boundary'],
    }),
    ok('a payload nested exactly 8 levels deep, in objects', ['ENV-JSON-DEPTH'], {
      ...and(`"x":${objects(7)}`),
      flags: ['Boundary'],
    }),
    no('ECT_TOKEN_DEPTH', 'a payload nested 9 levels deep, in objects', ['ENV-JSON-DEPTH'], {
      ...and(`"x":${objects(8)}`),
      flags: ['Boundary'],
    }),
    ok('a header nested exactly 8 levels deep', ['ENV-JSON-DEPTH', 'ENV-HEADER-OTHER'], {
      headerText: `${plainHeader.slice(0, -1)},"note":${objects(7)}}`,
      flags: ['Boundary'],
    }),
    no('ECT_TOKEN_DEPTH', 'a header nested 9 levels deep', ['ENV-JSON-DEPTH'], {
      headerText: `${plainHeader.slice(0, -1)},"note":${objects(8)}}`,
      flags: ['Boundary'],
    }),
    no('ECT_TOKEN_DEPTH', 'twenty thousand opening brackets', ['ENV-JSON-DEPTH'], {
      ...and(`"x":${arrays(20_000)}`),
      flags: ['Attack', 'Resource'],
    }),
    no('ECT_TOKEN_NUMBER', 'the number 1e400', ['ENV-JSON-NUMBER'], { ...number('1e400'), flags: ['NumberForm'] }),
    no('ECT_TOKEN_NUMBER', 'the number -1e400', ['ENV-JSON-NUMBER'], { ...number('-1e400'), flags: ['NumberForm'] }),
    no('ECT_TOKEN_NUMBER', 'exp 1e400: a token that never expires', ['ENV-JSON-NUMBER'], {
      claims: { exp: raw('1e400') },
      flags: ['NumberForm', 'Attack'],
    }),
    no('ECT_TOKEN_NUMBER', 'an integer of 400 digits', ['ENV-JSON-NUMBER'], {
      ...number('9'.repeat(400)),
      flags: ['NumberForm'],
    }),
    no('ECT_TOKEN_NUMBER', 'the number -0', ['ENV-JSON-NUMBER'], { ...number('-0'), flags: ['NumberForm'] }),
    no('ECT_TOKEN_NUMBER', 'the number -0.0', ['ENV-JSON-NUMBER'], { ...number('-0.0'), flags: ['NumberForm'] }),
    no('ECT_TOKEN_NUMBER', 'the number -0e5', ['ENV-JSON-NUMBER'], { ...number('-0e5'), flags: ['NumberForm'] }),
    no('ECT_TOKEN_NUMBER', 'a negative number so small that as a double it is -0', ['ENV-JSON-NUMBER'], {
      ...number('-1e-400'),
      flags: ['NumberForm'],
    }),
    no('ECT_TOKEN_NUMBER', 'exec_time_ms -0', ['ENV-JSON-NUMBER'], {
      claims: { exec_time_ms: raw('-0') },
      flags: ['NumberForm'],
    }),
    no('ECT_TOKEN_NUMBER', '1e400 in the header', ['ENV-JSON-NUMBER'], {
      headerText: `${plainHeader.slice(0, -1)},"note":1e400}`,
      flags: ['NumberForm'],
    }),
    ok('the largest double', ['ENV-JSON-NUMBER'], {
      ...number('1.7976931348623157e308'),
      flags: ['NumberForm', 'Boundary'],
    }),
    ok('fractions, exponents and negative numbers in unknown claims', ['ENV-JSON-NUMBER', 'CLAIM-UNKNOWN'], {
      ...and('"x":[1.5,-2,1e3,1E-2,0.0,9007199254740993]'),
      flags: ['NumberForm', 'Unusual'],
    }),
    ok('white space everywhere JSON allows it', ['ENV-JSON-OBJECT'], {
      payloadText: ` \t\r\n${spaced}\n`,
      headerText: `\n{ "alg" : "ES256" ,\t"typ" : "wimse-exec+jwt", "kid":"alice-key" } `,
      flags: ['Unusual'],
    }),
    ok('every escape of JSON', ['ENV-JSON-OBJECT'], {
      ...and('"model_version":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9"'),
      flags: ['Unusual'],
    }),
    ok('claim names and values written with escapes', ['ENV-JSON-OBJECT'], {
      payloadText: text.replace('"jti"', '"\\u006Ati"').replace(jti(1), jti(1).replace('b', '\\u0062')),
      headerText: plainHeader.replace('alg', '\\u0061lg').replace('wimse', '\\u0077imse'),
      flags: ['Unusual'],
    }),
    ok('an empty member name', ['ENV-JSON-OBJECT', 'CLAIM-UNKNOWN'], { claims: { '': 1 }, flags: ['Unusual'] }),
    ok('claims that are wrong in every way: decoding judges the envelope only', ['ENV-DECODE-SCOPE'], {
      claims: {
        iss: 'nobody',
        aud: [],
        exp: 'soon',
        iat: -1,
        exec_act: '',
        par: null,
        tid: null,
        pol_decision: 'perhaps',
      },
      flags: ['Unusual'],
    }),
    ok('a scalar at the deepest level adds none', ['ENV-JSON-DEPTH'], {
      ...and(`"x":${'['.repeat(7)}"deep"${']'.repeat(7)}`),
      flags: ['Boundary'],
    }),
    ok('a NUL character written with an escape', ['ENV-JSON-OBJECT'], {
      ...and('"model_version":"a\\u0000b"'),
      flags: ['Unusual'],
    }),
  ],
}
