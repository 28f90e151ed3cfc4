import type { EctErrorCode } from '@wimse-ect/claims'

/** What is judged about a task, in the order in which it is judged. */
export const dimensions = ['signature', 'identity', 'time', 'policy', 'graph', 'inclusion'] as const

/** One of {@link dimensions}. */
export type Dimension = (typeof dimensions)[number]

/** The outcome for one dimension. */
export type Verdict =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'fail'; readonly code: EctErrorCode; readonly path?: string | undefined }
  | { readonly outcome: 'unchecked'; readonly reason: string }

/** All verdicts on one task. */
export type TaskReport = Readonly<Record<Dimension, Verdict>>

/** What a whole task, or a whole workflow, comes to: one failure fails it, one open question leaves it open. */
export type Outcome = Verdict['outcome']

/** What each dimension asks, in words for people. */
export const dimensionWords: Readonly<Record<Dimension, { readonly name: string; readonly asks: string }>> = {
  signature: { name: 'Signature', asks: 'The token is signed with a key of the key set, byte for byte.' },
  identity: {
    name: 'Identity',
    asks: 'The key belongs to the agent that the token names, and the ledger is addressed.',
  },
  time: { name: 'Time', asks: 'The token was in force when the ledger verified it.' },
  policy: {
    name: 'Policy',
    asks: 'Its claims fit together, and nothing but a remedy follows a parent without approval.',
  },
  graph: { name: 'Graph', asks: 'Every parent was recorded and verified before it, and no task is its own ancestor.' },
  inclusion: {
    name: 'Inclusion',
    asks: 'The log proves, under a signed checkpoint, that it holds exactly this token.',
  },
}

/** A dimension that passed. */
export const pass: Verdict = { outcome: 'pass' }

/** A dimension that nothing can be said about. @param reason for people, without full stop */
export function unchecked(reason: string): Verdict {
  return { outcome: 'unchecked', reason }
}

/** What all verdicts of a task come to. */
export function outcomeOf(report: TaskReport): Outcome {
  return worst(dimensions.map((dimension) => report[dimension].outcome))
}

/** The worst of some outcomes; none at all prove nothing. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('fail')) return 'fail'
  return outcomes.length === 0 || outcomes.includes('unchecked') ? 'unchecked' : 'pass'
}
