import type { EctErrorCode } from '@wimse-ect/claims'
import { type Dimension, dimensions, type Outcome, outcomeOf, worst } from './verdict.ts'
import type { WorkflowReport } from './verify-workflow.ts'

/** How many tasks came out how. */
export type Counts = Readonly<Record<Outcome, number>>

/** A whole report in numbers. */
export interface Summary {
  readonly outcome: Outcome
  readonly tasks: Counts
  readonly byDimension: Readonly<Record<Dimension, Counts>>
  /** What failed: which code, under which dimension, for which entries. */
  readonly failures: readonly Failure[]
}

/** One kind of failure. */
export interface Failure {
  readonly dimension: Dimension
  readonly code: EctErrorCode
  readonly sequences: readonly number[]
}

/** Adds a report up. A report on no task at all proves nothing. */
export function summarise(report: WorkflowReport): Summary {
  const outcomes = [...report.values()].map(outcomeOf)
  const of = (dimension: Dimension): Counts =>
    countOutcomes([...report.values()].map((task) => task[dimension].outcome))
  return {
    outcome: worst(outcomes),
    tasks: countOutcomes(outcomes),
    byDimension: {
      signature: of('signature'),
      identity: of('identity'),
      time: of('time'),
      policy: of('policy'),
      graph: of('graph'),
      inclusion: of('inclusion'),
    },
    failures: failuresIn(report),
  }
}

function countOutcomes(outcomes: readonly Outcome[]): Counts {
  const count = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length
  return { pass: count('pass'), fail: count('fail'), unchecked: count('unchecked') }
}

function failuresIn(report: WorkflowReport): readonly Failure[] {
  const found = new Map<string, { dimension: Dimension; code: EctErrorCode; sequences: number[] }>()
  for (const dimension of dimensions) {
    for (const [sequence, task] of report) {
      const verdict = task[dimension]
      if (verdict.outcome !== 'fail') continue
      const key = `${dimension} ${verdict.code}`
      const failure = found.get(key) ?? { dimension, code: verdict.code, sequences: [] }
      failure.sequences.push(sequence)
      found.set(key, failure)
    }
  }
  return [...found.values()]
}
