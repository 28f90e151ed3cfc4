import type { LevelExpect } from '../../../cases.ts'
import type { SuiteFileCases } from '../../../formats.ts'
import { base64url } from '../../compact.ts'
import type { Members } from '../../json-text.ts'
import type { Draft } from '../../number-cases.ts'
import { ect01 } from '../revision.ts'
import { written } from '../tokens.ts'
import { viewOf } from '../verify-draft.ts'

type FileCase = SuiteFileCases['level']

/** What a `level` case is made of. */
export interface LevelParts
  extends Partial<
    Pick<FileCase, 'now' | 'keys' | 'options' | 'seen' | 'logKey' | 'receipt' | 'laterReceipt' | 'levelAt' | 'flags'>
  > {
  readonly token: string
}

/** A token that is accepted, with its level at each time that is asked. */
export function ok(
  comment: string,
  rules: readonly string[],
  levels: LevelExpect['levels'],
  parts: LevelParts,
): Draft<'level'> {
  const { token } = parts
  const payload = token.split('.')[1] ?? token
  const view = viewOf(ect01, { payloadText: Buffer.from(payload, 'base64url').toString() })
  return (tcId) => ({ tcId, comment, rules, flags: [], ...parts, result: 'valid', expect: { ...view, levels } })
}

/** A token, or its receipt, that is refused with a code. */
export function no(code: string, comment: string, rules: readonly string[], parts: LevelParts): Draft<'level'> {
  return (tcId) => ({ tcId, comment, rules, flags: [], ...parts, result: 'invalid', code })
}

/** An unsigned token: the plain claims with these changes, and nothing else. */
export function unsigned(claims: Members = {}): string {
  return base64url(written(ect01, { claims }).payloadText ?? '')
}
