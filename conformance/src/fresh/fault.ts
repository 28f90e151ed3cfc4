import type { Random } from './random.ts'
import type { CaseDraft } from './token-draft.ts'

/** One thing that is wrong, in a token that is otherwise right. */
export interface Fault {
  /** In words. */
  readonly name: string
  readonly code: string
  readonly rules: readonly string[]
  readonly apply: (draft: CaseDraft, random: Random) => CaseDraft
  /** Whether it lies in what the token is judged by, and would meet the other tokens of a field too. */
  readonly inScene?: true
  /** Whether the token could not stand in a field: the field would be malformed. */
  readonly notInField?: true
}

/** Makes a fault of the token alone. */
export function fault(code: string, name: string, rules: readonly string[], apply: Fault['apply']): Fault {
  return { code, name, rules, apply }
}
