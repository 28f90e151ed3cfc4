import type { VerifiedEct } from '@wimse-ect/claims'
import fc from 'fast-check'
import { alice, aliceRekeyed, bob, issuedAt, malloryMasked, signedAgain, token, uuid } from './tokens.ts'

/** One submission: a token, or one of the submissions before it under another signature. */
export type Submission = (before: readonly VerifiedEct[]) => VerifiedEct

const actors = [alice, aliceRekeyed, bob, malloryMasked]

const spelling = fc.constantFrom(
  (id: string) => id,
  (id: string) => id.toUpperCase(),
)

/** A token of one of so many tasks; few, so that the tokens get into one another's way. */
function newToken(tasks: number): fc.Arbitrary<Submission> {
  const task = fc.integer({ min: 1, max: tasks })
  const facts = fc.record({
    by: fc.constantFrom(...actors),
    spelt: spelling,
    tid: task,
    wid: fc.constantFrom(undefined, 8000, 8000, 9000),
    jti: fc.integer({ min: 10_000, max: 10_000 + 4 * tasks }),
    par: fc.oneof(fc.constant<number[]>([]), fc.uniqueArray(task, { maxLength: 2 })),
    decision: fc.constantFrom('approved', 'approved', 'rejected', 'pending_human_review'),
    action: fc.constantFrom('review_spec', 'rollback_step'),
    delay: fc.constantFrom(0, 30, 31),
  })
  return facts.map(({ by, spelt, tid, wid, jti, par, decision, action, delay }): Submission => {
    const claims = {
      tid: spelt(uuid(tid)),
      jti: spelt(uuid(jti)),
      wid: wid === undefined ? undefined : spelt(uuid(wid)),
      par: par.map((id) => spelt(uuid(id))),
      pol_decision: decision,
      exec_act: action,
      iat: issuedAt + delay,
    } as const
    return () => token(claims, by)
  })
}

const repeated = fc.nat(1000).map(
  (number): Submission =>
    (before) => {
      const original = before[number % Math.max(1, before.length)]
      if (original === undefined) return token()
      const by = actors.find(({ agent, kid }) => agent === original.task.agent && kid === original.header.kid)
      return signedAgain(original, by)
    },
)

/** Submissions that are about so many tasks. */
export function submissionAbout(tasks: number): fc.Arbitrary<Submission> {
  return fc.oneof({ weight: 5, arbitrary: newToken(tasks) }, { weight: 1, arbitrary: repeated })
}

export const submission: fc.Arbitrary<Submission> = submissionAbout(5)

/** Signs submissions one after the other. */
export function submitted(submissions: readonly Submission[], before: readonly VerifiedEct[] = []): VerifiedEct[] {
  const tokens: VerifiedEct[] = []
  for (const submit of submissions) tokens.push(submit([...before, ...tokens]))
  return tokens
}
