import type { FieldExpect } from '../../cases.ts'
import type { SuiteFileCases } from '../../formats.ts'
import type { Draft } from '../number-cases.ts'

/** What departs from the defaults of the file, besides the lines themselves. */
type FieldParts = Partial<
  Pick<SuiteFileCases['http-field'], 'keys' | 'now' | 'audience' | 'options' | 'seen' | 'flags' | 'dag'>
>

/** A field that is accepted: which task ids are subjects and which are supporting. */
export function ok(
  comment: string,
  rules: readonly string[],
  lines: readonly string[],
  expect: FieldExpect,
  parts: FieldParts = {},
): Draft<'http-field'> {
  return (tcId) => ({ tcId, comment, rules, flags: [], ...parts, lines, result: 'valid', expect })
}

/** A field that is refused with a code. */
export function no(
  code: string,
  comment: string,
  rules: readonly string[],
  lines: readonly string[],
  parts: FieldParts = {},
): Draft<'http-field'> {
  return (tcId) => ({ tcId, comment, rules, flags: [], ...parts, lines, result: 'invalid', code })
}
