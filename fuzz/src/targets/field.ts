import { deepEqual, ok } from 'node:assert/strict'
import {
  readExecutionContext,
  readExecutionContextBody,
  writeExecutionContext,
  writeExecutionContextBody,
} from '@wimse-ect/claims'
import { casesOf } from '../properties/cases-of.ts'
import { outcomeOf } from '../properties/outcome.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

/**
 * The field and the body form [HTTP-FIELD] [HTTP-BODY-FORM]: what is read is written back so that it is read the same,
 * and it does not matter whether lines came apart or were joined with commas. The lines of an input are field lines.
 */
export const target: Target = {
  check(input) {
    const text = textOf(input)
    const lines = text.split('\n')
    const outcome = outcomeOf(() => readExecutionContext(lines))
    deepEqual(
      outcomeOf(() => readExecutionContext(lines.join(', '))),
      outcome,
    )
    if (outcome.ok) {
      const tokens = outcome.value
      ok(tokens.length <= 64 && tokens.every((token) => token !== '' && token === token.trim()))
      const written = outcomeOf(() => writeExecutionContext(tokens, { maxFieldBytes: 1e6 }))
      if (written.ok) deepEqual(readExecutionContext(written.value), tokens)
    }
    const body = outcomeOf(() => readExecutionContextBody(text))
    if (!body.ok) return
    ok(body.value.every((token) => /^[\w.-]+$/.test(token)))
    deepEqual(readExecutionContextBody(writeExecutionContextBody(body.value)), body.value)
  },
  seeds: () => casesOf('http-field').map(({ lines }) => lines.join('\n')),
}
