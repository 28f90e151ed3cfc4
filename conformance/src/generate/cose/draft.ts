import type { CoseExpect } from '../../cases.ts'
import type { SuiteFileCases } from '../../formats.ts'
import { alice, now, tid } from '../cast.ts'
import type { Draft } from '../number-cases.ts'
import { type MessageParts, message } from './message.ts'

type FileCase = SuiteFileCases['cose']

/** What a `cose` case is made of: a message in parts or whole, and what departs from the defaults of the file. */
export interface CoseParts
  extends MessageParts,
    Partial<Pick<FileCase, 'now' | 'audience' | 'keys' | 'options' | 'seen' | 'flags' | 'signedBy'>> {
  /** The whole message. */
  readonly whole?: Uint8Array
  /** Members of the neutral view where they are not those of the plain task. */
  readonly expect?: Partial<CoseExpect>
  /** Whether the task has no decision. */
  readonly undecided?: true
}

const plainView: CoseExpect = {
  taskId: tid(1),
  parents: [],
  agent: alice,
  action: 'review_requirements_spec',
  decision: 'approved',
  issuedAt: now - 60,
}

/** A message that is accepted. */
export function ok(comment: string, rules: readonly string[], parts: CoseParts = {}): Draft<'cose'> {
  const { decision: _, ...undecidedView } = plainView
  const expect = { ...(parts.undecided ? undecidedView : plainView), ...parts.expect }
  return (tcId) => ({ ...common(tcId, comment, rules, parts), result: 'valid', expect })
}

/** A message that is refused with a code. */
export function no(code: string, comment: string, rules: readonly string[], parts: CoseParts): Draft<'cose'> {
  return (tcId) => ({ ...common(tcId, comment, rules, parts), result: 'invalid', code })
}

function common(tcId: number, comment: string, rules: readonly string[], parts: CoseParts) {
  const { flags = [], signedBy, now: at, audience, keys, options, seen } = parts
  const departures = Object.entries({ signedBy, now: at, audience, keys, options, seen })
  return {
    tcId,
    comment,
    rules,
    flags,
    ...Object.fromEntries(departures.filter(([, value]) => value !== undefined)),
    message: Buffer.from(parts.whole ?? message(parts)).toString('base64url'),
  }
}
