import type { DecodeOptions } from '../../case-options.ts'
import type { DecodeExpect } from '../../cases.ts'
import { ect, headerText, payloadText, type TokenParts } from '../compact.ts'
import type { Draft } from '../number-cases.ts'

/** What a `decode` case is made of: a token in parts or whole, and what departs from the defaults of the file. */
export interface DecodeParts extends TokenParts {
  readonly token?: string
  readonly options?: Partial<DecodeOptions>
  readonly expect?: DecodeExpect
  readonly flags?: readonly string[]
  readonly signedBy?: string
}

/** A token that decodes. Unless `expect` says otherwise, what comes out is what JSON.parse reads. */
export function ok(comment: string, rules: readonly string[], parts: DecodeParts = {}): Draft<'decode'> {
  const expect = parts.expect ?? {
    header: JSON.parse(String(parts.headerText ?? headerText(parts.header, parts.key))) as Record<string, unknown>,
    payload: JSON.parse(String(parts.payloadText ?? payloadText(parts.claims))) as Record<string, unknown>,
  }
  return (tcId) => ({ ...common(tcId, comment, rules, parts), result: 'valid', expect })
}

/** A token that is refused with a code. */
export function no(code: string, comment: string, rules: readonly string[], parts: DecodeParts): Draft<'decode'> {
  return (tcId) => ({ ...common(tcId, comment, rules, parts), result: 'invalid', code })
}

function common(tcId: number, comment: string, rules: readonly string[], parts: DecodeParts) {
  const { options, flags = [], signedBy } = parts
  return {
    tcId,
    comment,
    rules,
    flags,
    ...(signedBy === undefined ? {} : { signedBy }),
    ...(options === undefined ? {} : { options }),
    token: parts.token ?? ect(parts),
  }
}
