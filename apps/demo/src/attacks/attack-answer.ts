import { hasShape } from '../has-shape.ts'

/** What Mallory got for an attack: all of the answer that she can see. */
export interface AttackAnswer {
  /** Name of the attack. */
  readonly name: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** True for what Mallory reports of one attack. */
export function isAttackAnswer(value: unknown): value is AttackAnswer {
  return hasShape(value, { name: 'string', status: 'number', headers: 'object', body: 'string' })
}
