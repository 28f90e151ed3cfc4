import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  executionContextField,
  executionContextMediaType,
  readExecutionContext,
  readExecutionContextBody,
  writeExecutionContext,
  writeExecutionContextBody,
} from '../src/execution-context-field.ts'
import { refusal } from './refusal.ts'

const syntax = ['ECT_FIELD_SYNTAX', undefined]
const count = ['ECT_FIELD_COUNT', undefined]
const size = ['ECT_FIELD_SIZE', undefined]
const bodySize = ['ECT_FIELD_BODY_SIZE', undefined]

const tokens = (number: number): string[] => Array.from({ length: number }, (_, at) => `a.${at}.c`)
const arbitraryTokens = fc.array(
  fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '_', '.'), minLength: 1, maxLength: 100 }),
  { maxLength: 64 },
)

it('[NAME-REGISTERED] the field and the media type have their registered names', () => {
  expect(executionContextField).toBe('execution-context')
  expect(executionContextMediaType).toBe('application/wimse-exec+jwt')
})

describe('readExecutionContext', () => {
  it.each([null, undefined, '', []])('[HTTP-FIELD] gives no token for %j', (value) => {
    expect(readExecutionContext(value)).toEqual([])
  })

  it('[HTTP-FIELD] gives one token as it came, undecoded', () => {
    expect(readExecutionContext('a.b.c')).toEqual(['a.b.c'])
    expect(readExecutionContext('no token at all')).toEqual(['no token at all'])
  })

  it('[HTTP-FIELD-LINES] gives the tokens of several lines in their order', () => {
    expect(readExecutionContext(['b', 'a', 'c'])).toEqual(['b', 'a', 'c'])
  })

  it('[HTTP-FIELD-COMMA] gives the tokens of a list in their order', () => {
    expect(readExecutionContext('b,a, c')).toEqual(['b', 'a', 'c'])
    expect(readExecutionContext(['d, b', 'a', 'c ,e'])).toEqual(['d', 'b', 'a', 'c', 'e'])
  })

  it.each([' a , b ', '\ta\t,\tb\t', ' \t a \t ,\t \tb', 'a,b'])(
    '[HTTP-FIELD-COMMA] cuts off spaces and tabs around tokens: %j',
    (value) => {
      expect(readExecutionContext(value)).toEqual(['a', 'b'])
    },
  )

  it.each([',a,,b,', ' , a, ,\t,b , ', ',,,,a,b'])('[HTTP-EMPTY-ELEMENTS] skips empty elements: %j', (value) => {
    expect(readExecutionContext(value)).toEqual(['a', 'b'])
    expect(readExecutionContext(['', value, ' ', ','])).toEqual(['a', 'b'])
  })

  it.each([
    'a\r\nb',
    'a\n',
    '\ra',
    '\n',
    'a,\u0000',
    'a\u0000,b',
    'a,b\u001fc',
    'a\u007f',
    'a\u0085b',
    'a\tb',
    'a,b\t \tc',
  ])('[HTTP-CONTROL] refuses control characters: %j', (value) => {
    expect(refusal(() => readExecutionContext(value))).toEqual(syntax)
    expect(refusal(() => readExecutionContext(['a', value]))).toEqual(syntax)
  })

  it('does not cut off white space that HTTP does not know', () => {
    expect(readExecutionContext('\u00a0a,\u2003b\ufeff')).toEqual(['\u00a0a', '\u2003b\ufeff'])
  })

  it('[HTTP-LIMIT-TOKENS] takes 64 tokens and refuses 65, in one line or in many', () => {
    expect(readExecutionContext(tokens(64))).toEqual(tokens(64))
    expect(readExecutionContext(tokens(64).join(','))).toEqual(tokens(64))
    expect(refusal(() => readExecutionContext(tokens(65)))).toEqual(count)
    expect(refusal(() => readExecutionContext(tokens(65).join(',')))).toEqual(count)
  })

  it('[HTTP-LIMIT-TOKENS] takes another limit and does not count empty elements', () => {
    expect(readExecutionContext(`${','.repeat(100)}a,b`, { maxTokens: 2 })).toEqual(['a', 'b'])
    expect(refusal(() => readExecutionContext('a,b,c', { maxTokens: 2 }))).toEqual(count)
    expect(readExecutionContext(tokens(65), { maxTokens: 65 })).toEqual(tokens(65))
  })

  it('keeps blanks inside an element, of any number, in time that grows only with their number', () => {
    const blanks = ' '.repeat(1_000_000)
    expect(readExecutionContext(`${blanks}a${blanks}b${blanks}`)).toEqual([`a${blanks}b`])
    expect(readExecutionContext(blanks)).toEqual([])
  })
})

describe('writeExecutionContext', () => {
  it('[HTTP-FIELD-COMMA] writes a list', () => {
    expect(writeExecutionContext([])).toBe('')
    expect(writeExecutionContext(['a.b.c'])).toBe('a.b.c')
    expect(writeExecutionContext(['a.b.c', 'd.e.f'])).toBe('a.b.c, d.e.f')
  })

  it.each(['', ' ', 'a b', 'a,b', 'a\nb', 'a\r\nX-Admin: 1', '\n', 'a\n', ' a', 'a=', 'a+', 'a/', 'é', 'a\u0000'])(
    '[HTTP-CONTROL] refuses %j, which is no token',
    (token) => {
      expect(refusal(() => writeExecutionContext([token]))).toEqual(syntax)
      expect(refusal(() => writeExecutionContext(['a', token, 'b']))).toEqual(syntax)
    },
  )

  it('[HTTP-LIMIT-TOKENS] writes 64 tokens and refuses 65, or as many as the caller says', () => {
    expect(writeExecutionContext(tokens(64))).toBe(tokens(64).join(', '))
    expect(refusal(() => writeExecutionContext(tokens(65)))).toEqual(count)
    expect(refusal(() => writeExecutionContext(tokens(3), { maxTokens: 2 }))).toEqual(count)
  })

  it('[HTTP-LIMIT-WRITER] writes 8,192 bytes and refuses 8,193, separators included', () => {
    expect(writeExecutionContext(['a'.repeat(8192)])).toHaveLength(8192)
    expect(refusal(() => writeExecutionContext(['a'.repeat(8193)]))).toEqual(size)
    expect(writeExecutionContext(['a'.repeat(4095), 'b'.repeat(4095)])).toHaveLength(8192)
    expect(refusal(() => writeExecutionContext(['a'.repeat(4095), 'b'.repeat(4096)]))).toEqual(size)
  })

  it('[HTTP-LIMIT-WRITER] takes another limit', () => {
    expect(writeExecutionContext(['aaaa'], { maxFieldBytes: 4 })).toBe('aaaa')
    expect(refusal(() => writeExecutionContext(['aaaaa'], { maxFieldBytes: 4 }))).toEqual(size)
    expect(writeExecutionContext(['a'.repeat(9000)], { maxFieldBytes: 9000 })).toHaveLength(9000)
  })

  it('[HTTP-FIELD] writes what the reader reads back', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(arbitraryTokens, (sent) => {
        const value = writeExecutionContext(sent, { maxFieldBytes: 65_536 })
        expect(readExecutionContext(value)).toEqual(sent)
        expect(readExecutionContext(new Headers({ [executionContextField]: value }).get('Execution-Context'))).toEqual(
          sent,
        )
      }),
    )
  })
})

describe('readExecutionContextBody', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['b\na\nc\n', ['b', 'a', 'c']],
    ['b\r\na\r\n', ['b', 'a']],
    ['\n\na\n\n\r\nb\n\n', ['a', 'b']],
  ])('[HTTP-BODY-FORM] reads one token per line, empty ones skipped: %j', (body, expected) => {
    expect(readExecutionContextBody(body)).toEqual(expected)
  })

  it.each([' a', 'a ', 'a b', 'a, b', 'a\rb', '\ra', 'a\tb', ' ', 'a\n \nb', 'a\u0000', 'a\u2028b', '{"a":1}'])(
    '[HTTP-BODY-FORM] refuses %j',
    (body) => {
      expect(refusal(() => readExecutionContextBody(body))).toEqual(syntax)
    },
  )

  it('[HTTP-LIMIT-TOKENS] reads 64 tokens and refuses 65, or as many as the caller says', () => {
    expect(readExecutionContextBody(tokens(64).join('\n'))).toEqual(tokens(64))
    expect(refusal(() => readExecutionContextBody(tokens(65).join('\n')))).toEqual(count)
    expect(refusal(() => readExecutionContextBody('a\nb\nc', { maxTokens: 2 }))).toEqual(count)
  })

  it('[HTTP-BODY-FORM] reads as large a body as 64 of the largest tokens need, and nothing larger', () => {
    const body = `${'a'.repeat(65_535)}\n`.repeat(64)
    expect(readExecutionContextBody(body)).toHaveLength(64)
    expect(refusal(() => readExecutionContextBody(`${body}\n`))).toEqual(bodySize)
  })

  it('[HTTP-BODY-FORM] takes another limit, judged before the lines', () => {
    expect(readExecutionContextBody('aaaa', { maxBodyBytes: 4 })).toEqual(['aaaa'])
    expect(refusal(() => readExecutionContextBody('a a a', { maxBodyBytes: 4 }))).toEqual(bodySize)
  })
})

describe('writeExecutionContextBody', () => {
  it('[HTTP-BODY-FORM] writes each token on a line of its own', () => {
    expect(writeExecutionContextBody([])).toBe('')
    expect(writeExecutionContextBody(['a.b.c', 'd.e.f'])).toBe('a.b.c\nd.e.f\n')
  })

  it('[HTTP-BODY-FORM] refuses what is no token, too many and too much', () => {
    expect(refusal(() => writeExecutionContextBody(['a', 'b\nc']))).toEqual(syntax)
    expect(refusal(() => writeExecutionContextBody(tokens(65)))).toEqual(count)
    expect(refusal(() => writeExecutionContextBody(tokens(3), { maxTokens: 2 }))).toEqual(count)
    expect(writeExecutionContextBody(['aaa'], { maxBodyBytes: 4 })).toBe('aaa\n')
    expect(refusal(() => writeExecutionContextBody(['aaaa'], { maxBodyBytes: 4 }))).toEqual(bodySize)
    expect(writeExecutionContextBody(Array(64).fill('a'.repeat(65_535)))).toHaveLength(64 * 65_536)
    expect(refusal(() => writeExecutionContextBody(Array(64).fill('a'.repeat(65_536))))).toEqual(bodySize)
  })

  it('[HTTP-BODY-FORM] writes what the reader reads back, in either line ending', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(arbitraryTokens, (sent) => {
        const body = writeExecutionContextBody(sent)
        expect(readExecutionContextBody(body)).toEqual(sent)
        expect(readExecutionContextBody(body.replaceAll('\n', '\r\n'))).toEqual(sent)
      }),
    )
  })
})

describe('a limit that is not a number', () => {
  const limits = { maxTokens: Number.NaN, maxFieldBytes: Number.NaN, maxBodyBytes: Number.NaN }

  it.each([
    ['ECT_FIELD_COUNT', () => readExecutionContext('a', { maxTokens: limits.maxTokens })],
    ['ECT_FIELD_SIZE', () => writeExecutionContext(['a'], { maxFieldBytes: limits.maxFieldBytes })],
    ['ECT_FIELD_BODY_SIZE', () => readExecutionContextBody('a', { maxBodyBytes: limits.maxBodyBytes })],
    ['ECT_FIELD_BODY_SIZE', () => writeExecutionContextBody(['a'], { maxBodyBytes: limits.maxBodyBytes })],
  ] as const)('[HTTP-LIMIT-TOKENS] lets nothing pass: %s', (code, run) => {
    expect(refusal(run)).toEqual([code, undefined])
  })
})
