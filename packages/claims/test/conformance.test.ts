import { loadCases, loadCodes } from '@wimse-ect/conformance'
import { describe, expect, it } from 'vitest'
import { checkClaims, taskOf } from '../src/claim-rules.ts'
import { type DecodeOptions, decodeEct } from '../src/decode-ect.ts'
import { errorCodes } from '../src/error-codes.ts'
import { readExecutionContext } from '../src/execution-context-field.ts'
import { refusal } from './refusal.ts'

const title = (test: { tcId: number; comment: string; rules: readonly string[] }): string =>
  `${test.tcId} ${test.rules.map((rule) => `[${rule}]`).join(' ')} ${test.comment}`

it('[ERROR-CODE] the conformance suite knows the same codes', () => {
  expect(loadCodes()).toEqual(Object.keys(errorCodes))
})

describe('the conformance suite decode', () => {
  for (const test of loadCases('decode')) {
    it(title(test), () => {
      const decode = (): ReturnType<typeof decodeEct> => decodeEct(test.token, test.options as DecodeOptions)
      if (test.result === 'invalid') {
        expect(refusal(decode)[0]).toBe(test.code)
        return
      }
      const { header, payload } = decode()
      expect({ header, payload }).toEqual(test.expect)
    })
  }
})

describe('the conformance suite http-field, as far as it is about reading', () => {
  for (const test of loadCases('http-field')) {
    it(title(test), () => {
      const read = (value: string | readonly string[]): string[] => readExecutionContext(value, test.options)
      if (test.code?.startsWith('ECT_FIELD_')) {
        expect(refusal(() => read(test.lines))[0]).toBe(test.code)
        return
      }
      const tokens = read(test.lines)
      // A client or server that joins the lines sends and sees the same tokens.
      expect(read(test.lines.join(', '))).toEqual(tokens)
      if (test.expect === undefined) return
      const taskIds = tokens.map((compact) => {
        const decoded = decodeEct(compact)
        return taskOf(decoded, checkClaims(decoded, test.options), test.options).taskId
      })
      expect(taskIds.sort()).toEqual([...test.expect.subjects, ...test.expect.supporting].sort())
    })
  }
})
