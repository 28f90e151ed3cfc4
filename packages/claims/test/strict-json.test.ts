import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonArray, isJsonObject, type JsonValue, parseStrictJson } from '../src/strict-json.ts'
import { documents, spell, spellWithDuplicate } from './json-texts.ts'
import { refusal } from './refusal.ts'

const parse = (text: string): JsonValue => parseStrictJson(text, 'payload').value
const refusalOf = (text: string): ReturnType<typeof refusal> => refusal(() => parseStrictJson(text, 'header'))
const notIntegersOf = (text: string): string[] => [...parseStrictJson(text, 'payload').notIntegers]

/** JSON of `levels` levels around a number, with these brackets in turn. */
function nested(levels: number, brackets: readonly (readonly [open: string, close: string])[]): string {
  const inTurn = Array.from({ length: levels }, (_, at) => brackets[at % brackets.length] ?? ['', ''])
  const opened = inTurn.map(([open]) => open).join('')
  return `${opened}1${inTurn
    .toReversed()
    .map(([, close]) => close)
    .join('')}`
}

/** Paths of the first two levels whose number `JSON.stringify` writes with a fraction or an exponent. */
function brokenNumbers(document: object, above = ''): string[] {
  return Object.entries(document).flatMap(([name, value]) => {
    const path = above + name.replaceAll('.', '\\.')
    if (typeof value === 'number') return /[.e]/.test(JSON.stringify(value)) ? [path] : []
    const isInner = above === '' && typeof value === 'object' && value !== null && !Array.isArray(value)
    return isInner ? brokenNumbers(value, `${path}.`) : []
  })
}

describe('grammar', () => {
  it.each([
    '{}',
    ' \t\r\n{ } \n',
    '{"a":1,"b":[true,false,null,"c",{"d":-1.5e-3}]}',
    '{"":0}',
    '{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041"}',
  ])('[ENV-JSON-OBJECT] takes %j with the value JSON.parse gives', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text))
  })

  it.each([
    '',
    ' ',
    '{',
    '}',
    'null',
    'true',
    '1',
    '-Infinity',
    '"a"',
    '[]',
    '[{}]',
    '{}{}',
    '{} x',
    '{},',
    '{"a":1,}',
    '{"a":}',
    '{"a"}',
    '{a:1}',
    "{'a':1}",
    '{"a":01}',
    '{"a":+1}',
    '{"a":.5}',
    '{"a":1.}',
    '{"a":1e}',
    '{"a":-}',
    '{"a":1-2}',
    '{"a":0x10}',
    '{"a":1_000}',
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":-Infinity}',
    '{"a":tru}',
    '{"a":undefined}',
    '{"a":"\n"}',
    '{"a":"\u0000"}',
    '{"a":"\\x"}',
    '{"a":"\\u12"}',
    '{"a":"',
    '{"a":"\\',
    '{"a":[1,]}',
    '{"a":[1}',
    '{/* a */}',
    '// a\n{}',
    '\u00a0{}',
    '\ufeff{}',
    '{}\u0000',
  ])('[ENV-JSON-OBJECT] refuses %j', (text) => {
    expect(refusalOf(text)).toEqual(['ECT_TOKEN_JSON', 'header'])
  })

  it('[ERROR-TEXT-CLEAN] quotes nothing of what it refuses', () => {
    let error: unknown
    try {
      parseStrictJson('{"mallory": oops}', 'header')
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code: 'ECT_TOKEN_JSON' })
    expect(error).not.toHaveProperty('cause')
    expect(String(error)).not.toMatch(/mallory|oops/)
  })

  it('[ENV-JSON-OBJECT] gives whatever it accepts the value of JSON.parse, and refuses all else with a code', {
    timeout: 60_000,
  }, () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      'a',
      '"a"',
      '"\\u0061"',
      '1',
      '-0',
      '1e400',
      ' ',
      'null',
      '.',
    ]
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''))
    const around = fc.tuple(soup, soup).map(([inside, after]) => `{"b":${inside}}${after}`)
    fc.assert(
      fc.property(fc.oneof(soup, around, fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const outcome = refusalOf(text)
        if (outcome === 'accepted') expect(parse(text)).toEqual(JSON.parse(text))
        else expect(outcome).toEqual([expect.stringMatching(/^ECT_TOKEN_/), 'header'])
      }),
      { numRuns: 1000 },
    )
  })

  it('[ENV-JSON-OBJECT] takes any clean document, with white space and escapes anywhere', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(documents, fc.infiniteStream(fc.nat()), (document, choices) => {
        const text = spell(document, choices)
        const { value, notIntegers } = parseStrictJson(text, 'payload')
        expect(value).toEqual(document)
        expect(notIntegers).toEqual(new Set(brokenNumbers(document)))
      }),
      { numRuns: 500 },
    )
  })
})

describe('duplicate names', () => {
  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"a":2}',
    '{"a":1,"b":2,"a":3}',
    '{"a":1,"\\u0061":2}',
    '{"\\u0061":1,"a":2}',
    '{"é":1,"\\u00E9":2}',
    '{"\\u00e9":1,"\\u00E9":2}',
    '{"/":1,"\\/":2}',
    '{"\\n":1,"\\u000a":2}',
    '{"":1,"":2}',
    '{"0":1,"0":2}',
    '{"a":{"b":1,"b":2}}',
    '{"a":[[{"b":1,"b":2}]]}',
    '{"a":{"b":1},"a":{"c":2}}',
    '{"a":{"b":1,"c":2},"a":1}',
    '{"toString":1,"toString":2}',
  ])('[ENV-JSON-DUPLICATE] refuses %s', (text) => {
    expect(refusalOf(text)).toEqual(['ECT_TOKEN_DUPLICATE', 'header'])
  })

  it.each([
    '{"a":1,"A":2}',
    '{"a":{"a":{"a":1}}}',
    '{"a":[{"b":1},{"b":2}]}',
    '{"a":"a","b":"a"}',
    '{"a":":","b":"\\":\\":"}',
    '{"é":1,"e\\u0301":2}',
    '{"a":1,"toString":2,"hasOwnProperty":3}',
  ])('[ENV-JSON-DUPLICATE] takes %s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text))
  })

  it('[ENV-JSON-DUPLICATE] refuses one at any place of any document, however the name is escaped', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(documents, fc.infiniteStream(fc.nat()), (document, choices) => {
        const text = spellWithDuplicate({ ...document, last: 0 }, choices)
        expect([text, refusalOf(text)]).toEqual([text, ['ECT_TOKEN_DUPLICATE', 'header']])
      }),
      { numRuns: 500 },
    )
  })
})

describe('names', () => {
  it.each(['__proto__', 'constructor', 'prototype'])(
    '[ENV-JSON-NAME] refuses %s at any depth, also escaped',
    (name) => {
      const escaped = `\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}`
      for (const spelled of [name, escaped]) {
        for (const text of [`{"${spelled}":1}`, `{"a":{"${spelled}":{}}}`, `{"a":[{"b":1,"${spelled}":null}]}`]) {
          expect([text, refusalOf(text)]).toEqual([text, ['ECT_TOKEN_NAME', 'header']])
        }
      }
    },
  )

  it.each(['__proto', 'proto', 'Constructor', 'prototypes', 'valueOf'])('[ENV-JSON-NAME] takes %s', (name) => {
    expect(parse(`{"${name}":"constructor"}`)).toEqual({ [name]: 'constructor' })
  })

  it('[ENV-JSON-NAME] takes the forbidden names as values', () => {
    expect(parse('{"a":["__proto__","constructor","prototype"]}')).toEqual({
      a: ['__proto__', 'constructor', 'prototype'],
    })
  })
})

describe('surrogates', () => {
  it.each([
    '{"a":"\\ud800"}',
    '{"a":"\\uDBFF"}',
    '{"a":"\\udc00"}',
    '{"a":"\\uDFFF"}',
    '{"a":"x\\ud83d"}',
    '{"a":"\\ud83dx\\ude00"}',
    '{"a":"\\ude00\\ud83d"}',
    '{"a":"\\ud83d\\ud83d\\ude00"}',
    '{"a":"\\ud83d\\ude00\\ude00"}',
    '{"a":["b","\\ud800"]}',
    '{"a":{"b":["\\udc00"]}}',
    '{"\\ud800":1}',
    '{"a":[{"x\\udc00":1}]}',
    '{"a":"\ud800"}',
    '{"a":"\udfff"}',
    '{"\udc00":1}',
  ])('[ENV-JSON-SURROGATE] refuses half a pair: %s', (text) => {
    expect(refusalOf(text)).toEqual(['ECT_TOKEN_SURROGATE', 'header'])
  })

  it.each([
    '{"a":"\\ud83d\\ude00"}',
    '{"a":"\u{1f600}"}',
    '{"\u{1f600}":"\\uD83D\\uDE00"}',
    '{"a":"\\ud7ff\\ue000"}',
    '{"a":"\ud7ff\ue000"}',
    '{"a":"\\\\ud800"}',
  ])('[ENV-JSON-SURROGATE] takes %s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text))
  })
})

describe('numbers', () => {
  it.each(['-0', '-0.0', '-0e1', '-0E+9', '-1e-400', '1e400', '-1e400', '1E+309', '1.8e308', `1${'0'.repeat(309)}`])(
    '[ENV-JSON-NUMBER] refuses %s at any depth',
    (number) => {
      for (const text of [
        `{"a":${number}}`,
        `{"a":[1,${number}]}`,
        `{"a":{"b":[{"c":${number} }]}}`,
        `{"a":"\\\\","b":${number}}`,
        `{"a":"\\"","b":${number}}`,
      ]) {
        expect([text, refusalOf(text)]).toEqual([text, ['ECT_TOKEN_NUMBER', 'header']])
      }
    },
  )

  it.each(['0', '0.0', '0e5', '-1', '-0.5', '1e-400', '5e-324', '1.7976931348623157e308', '9007199254740993'])(
    '[ENV-JSON-NUMBER] takes %s',
    (number) => {
      expect(parse(`{"a":[${number}]}`)).toEqual({ a: [Number(number)] })
    },
  )

  it('[ENV-JSON-NUMBER] leaves text that only looks like a number', () => {
    expect(parse('{"-0":"-0","b":"1e400"}')).toEqual({ '-0': '-0', b: '1e400' })
  })
})

describe('numbers that are not written as integers', () => {
  it.each(['1.0', '1.5', '1e3', '1E3', '1e0', '10e-1', '-1.0', '0.0'])(
    '[ENV-INTEGER-FORM] names the top-level member with %s',
    (number) => {
      expect(notIntegersOf(`{"x":1,"iat":${number},"y":1}`)).toEqual(['iat'])
    },
  )

  it.each(['0', '10', '-1', '9007199254740993', '"1.0"', '[1.0]', '{"iat":1.0}', 'true', 'null'])(
    '[ENV-INTEGER-FORM] does not name one with %s',
    (value) => {
      expect(notIntegersOf(`{"x":1,"iat":${value},"y":1}`)).not.toContain('iat')
    },
  )

  it('[ENV-INTEGER-FORM] names members by their meaning, not by their spelling', () => {
    expect(notIntegersOf('{"\\u0069at":1.0}')).toEqual(['iat'])
    expect(notIntegersOf('{"a\\"b" : 1.0}')).toEqual(['a"b'])
  })

  it('[ENV-INTEGER-FORM] is not confused by nested members and by strings', () => {
    expect(notIntegersOf('{"a":{"b":1},"c":1.0}')).toEqual(['c'])
    expect(notIntegersOf('{"a":1.0,"b":{"c":"d"},"e":"f"}')).toEqual(['a'])
    expect(notIntegersOf('{"a":{"b":2.0},"c":"d","e":1}')).toEqual(['a.b'])
    expect(notIntegersOf('{"a":{"b":{"c":2.0},"d":"e"},"f":1}')).toEqual([])
    expect(notIntegersOf('{"a":{"\\u0062":1,"c":2e0}}')).toEqual(['a.c'])
    expect(notIntegersOf('{"a.b":2.0,"a":{"b":2}}')).toEqual(['a\\.b'])
    expect(notIntegersOf('{"a":["b"],"c":1.0}')).toEqual(['c'])
    expect(notIntegersOf('{"a":["b",1.0],"c":[{"d":1.0},1.0]}')).toEqual([])
    expect(notIntegersOf('{"a":{"b":{"c":["d",1.0]},"e":1.0}}')).toEqual(['a.e'])
    expect(notIntegersOf('{"a":1.0,"b":2,"c":3e0}')).toEqual(['a', 'c'])
  })

  it('[ENV-INTEGER-FORM] copies no long name for each of its numbers, and finds a claim that is escaped throughout', () => {
    const members = Array.from({ length: 100 }, (_, at) => `"${at}":1e1`).join()
    const length = (name: string): number => notIntegersOf(`{"${name}":{${members}}}`).join('').length
    expect(length('n'.repeat(20_000))).toBeLessThanOrEqual(length('n'.repeat(200)))
    expect(notIntegersOf(`{"n":{"${'n'.repeat(20_000)}":1.0},"m":1.0}`)).toEqual(['m'])
    expect(notIntegersOf(`{"${'n'.repeat(254)}":1.0,"${'m'.repeat(255)}":1.0}`)).toEqual(['n'.repeat(254)])
    const escaped = [...'compensation_required'].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('')
    expect(notIntegersOf(`{"${escaped}":1.0,"ext":{"${escaped}":1.0}}`)).toEqual([
      'compensation_required',
      'ext.compensation_required',
    ])
  })
})

describe('depth', () => {
  const object = ['{"a":', '}'] as const

  it.each([
    ['objects', [object]],
    ['objects and arrays in turn', [object, ['[', ']']]],
  ] as const)('[ENV-JSON-DEPTH] takes 8 levels of %s and refuses 9', (_what, brackets) => {
    expect(refusalOf(nested(8, brackets))).toBe('accepted')
    expect(refusalOf(nested(9, brackets))).toEqual(['ECT_TOKEN_DEPTH', 'header'])
  })

  it('[ENV-JSON-DEPTH] counts levels, not brackets', () => {
    expect(refusalOf(`{"a":[${Array(20).fill('[{}],{}').join(',')}]}`)).toBe('accepted')
    expect(refusalOf(`{"a":"${'[{'.repeat(20)}"}`)).toBe('accepted')
  })

  it('[ENV-JSON-DEPTH] refuses any depth without exhausting the stack', () => {
    expect(refusalOf('['.repeat(60_000))).toEqual(['ECT_TOKEN_DEPTH', 'header'])
    expect(refusalOf(`${']'.repeat(30_000)}${'['.repeat(30_000)}`)).toEqual(['ECT_TOKEN_JSON', 'header'])
  })
})

describe('isJsonArray', () => {
  it('is true for arrays and for nothing else', () => {
    expect([[], [1]].map(isJsonArray)).toEqual([true, true])
    expect([null, undefined, {}, 'a', 1, true].map(isJsonArray)).toEqual(Array(6).fill(false))
  })
})

describe('isJsonObject', () => {
  it('is true for objects and for nothing else', () => {
    expect([{}, { a: 1 }].map(isJsonObject)).toEqual([true, true])
    expect([null, undefined, [], 'a', 1, true].map(isJsonObject)).toEqual(Array(6).fill(false))
  })
})
