import { loadCases, loadCodes, type SuiteRevision } from '@wimse-ect/conformance'
import { describe, expect, it } from 'vitest'
import { checkClaims, taskOf } from '../src/claim-rules.ts'
import { type DecodeOptions, decodeEct } from '../src/decode-ect.ts'
import { EctError } from '../src/ect-error.ts'
import { errorCodes } from '../src/error-code-facts.ts'
import type { EctErrorCode } from '../src/error-codes.ts'
import { readExecutionContext } from '../src/execution-context-field.ts'
import { problemDetails } from '../src/problem-details.ts'
import { refusal } from './refusal.ts'

const title = (test: { tcId: number; comment: string; rules: readonly string[] }): string =>
  `${test.tcId} ${test.rules.map((rule) => `[${rule}]`).join(' ')} ${test.comment}`

it('[ERROR-CODE] the conformance suite knows the same codes', () => {
  expect(loadCodes().toSorted()).toEqual(Object.keys(errorCodes).toSorted())
})

const revisions: readonly SuiteRevision[] = ['execution-context-00', 'ect-00', 'ect-01']

describe.each(revisions)('the conformance suite decode, %s', (revision) => {
  for (const test of loadCases('decode', revision)) {
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

describe.each(revisions)('the conformance suite http-field, %s, as far as it is about reading', (revision) => {
  for (const test of loadCases('http-field', revision)) {
    it(title(test), () => {
      const options = test.options as DecodeOptions
      if (test.code !== undefined) {
        const error = new EctError(test.code as EctErrorCode)
        expect(problemDetails(error, 'anybody', options.revisions).status).toBe(test.status)
      }
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
        const decoded = decodeEct(compact, options)
        return taskOf(decoded, checkClaims(decoded, test.options), test.options).taskId
      })
      expect(taskIds.sort()).toEqual([...test.expect.subjects, ...test.expect.supporting].sort())
    })
  }
})
