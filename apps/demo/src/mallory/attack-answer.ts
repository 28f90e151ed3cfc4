/** What Mallory got for an attack: all of the answer that she can see. */
export interface AttackAnswer {
  /** Name of the attack. */
  readonly name: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
