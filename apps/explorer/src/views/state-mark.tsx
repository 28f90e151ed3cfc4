import type { TaskState } from '@wimse-ect/dag'
import type { JSX } from 'preact'
import { statePaths, stateWords } from '../graph/node-shape.ts'
import type { Outcome } from '../verify/verdict.ts'

/** The symbol of a state, with its word for those who do not see it. */
export function StateMark({
  state,
  hasWord = false,
}: {
  readonly state: TaskState
  readonly hasWord?: boolean
}): JSX.Element {
  return (
    <span class={`mark state-${state}`}>
      <svg viewBox="-10 -10 20 20" width="20" height="20" aria-hidden="true">
        <circle r="9" />
        <path d={statePaths[state]} />
      </svg>
      <span class={hasWord ? undefined : 'hidden'}>{stateWords[state]}</span>
    </span>
  )
}

const outcomePaths: Readonly<Record<Outcome, string>> = {
  pass: 'M-4 .5L-1.5 3L4 -3',
  fail: 'M-3 -3L3 3M3 -3L-3 3',
  unchecked: 'M-3.5 0H3.5',
}

/** The outcomes in words. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  pass: 'pass',
  fail: 'fail',
  unchecked: 'not checked',
}

/** The symbol of an outcome, with its word. */
export function OutcomeMark({
  outcome,
  hasWord = true,
}: {
  readonly outcome: Outcome
  readonly hasWord?: boolean
}): JSX.Element {
  return (
    <span class={`mark outcome-${outcome}`}>
      <svg viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">
        <rect x="-7.5" y="-7.5" width="15" height="15" rx="4" />
        <path d={outcomePaths[outcome]} />
      </svg>
      <span class={hasWord ? undefined : 'hidden'}>{outcomeWords[outcome]}</span>
    </span>
  )
}
