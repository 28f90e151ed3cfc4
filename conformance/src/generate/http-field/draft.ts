import type { FieldExpect } from '../../cases.ts'
import type { SuiteFileCases } from '../../formats.ts'
import type { Draft } from '../number-cases.ts'

/** What departs from the defaults of the file, besides the lines themselves. */
export type FieldParts = Partial<
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

/** The statuses of the codes that are not about a token. */
const statuses: Readonly<Record<string, number>> = { ECT_FIELD_SYNTAX: 400, ECT_FIELD_COUNT: 431 }

/** A field that is refused with a code, and the status that belongs to it unless another one is given. */
export function no(
  code: string,
  comment: string,
  rules: readonly string[],
  lines: readonly string[],
  parts: FieldParts = {},
  status: number = statuses[code] ?? 403,
): Draft<'http-field'> {
  return (tcId) => ({ tcId, comment, rules, flags: [], ...parts, lines, result: 'invalid', code, status })
}
