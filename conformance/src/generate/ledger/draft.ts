import type { LedgerStep, StepExpect } from '../../cases.ts'
import type { SuiteFileCases } from '../../formats.ts'
import { now } from '../cast.ts'
import type { Draft } from '../number-cases.ts'

/** What departs from the defaults of the file, besides the steps. */
export type LedgerParts = Partial<Pick<SuiteFileCases['ledger'], 'keys' | 'audience' | 'options' | 'flags'>>

/** A submission that becomes a new entry. */
export function accept(
  submit: string,
  sequence: number,
  parents: readonly number[] = [],
  at: number = now,
): LedgerStep {
  return step(submit, at, { sequence, parents })
}

/** A submission that is answered with an entry that is already there. */
export function again(submit: string, sequence: number, parents: readonly number[] = [], at: number = now): LedgerStep {
  return step(submit, at, { sequence, duplicate: true, parents })
}

/** A submission that is refused with a code. */
export function refuse(submit: string, code: string, at: number = now): LedgerStep {
  return step(submit, at, { code })
}

function step(submit: string, at: number, expect: StepExpect): LedgerStep {
  return { submit, at, expect }
}

/** A case: invalid, with the code of the first refusal, when any of its steps is refused. */
export function steps(
  comment: string,
  rules: readonly string[],
  list: readonly LedgerStep[],
  parts: LedgerParts = {},
): Draft<'ledger'> {
  const refusal = list.map(({ expect }) => expect).find((expect) => 'code' in expect)
  const verdict =
    refusal === undefined ? ({ result: 'valid' } as const) : ({ result: 'invalid', code: refusal.code } as const)
  return (tcId) => ({ tcId, comment, rules, flags: [], ...parts, steps: list, ...verdict })
}
