import type { Admission, IdKind, VerifiedEct } from '@wimse-ect/claims'
import { type AppendCall, JudgedBatch, type RecordCache } from '@wimse-ect/ledger/durable'
import { type Draft, draftOf } from './draft.ts'
import type { Ground } from './ground.ts'
import { outcomeOf } from './outcome-of.ts'
import { PrefetchedView } from './prefetched-view.ts'
import type { WantedRecords } from './wanted-records.ts'

/** How calls are judged. */
export interface JudgeCallsOptions {
  readonly ids: IdKind
  readonly clock: () => number
  /** Has the parents that are at hand. */
  readonly remembered: RecordCache
  /** True when a `jti` that was not looked up is taken for new: an index will object if it is not. Default false. */
  readonly tokensAreNew?: boolean | undefined
  /** True when an admission that asks for more than was looked up breaks. Default false. */
  readonly isDecided?: boolean | undefined
}

/** What comes of judging calls once. */
export interface JudgedCalls {
  /** What has to be looked up before the verdict counts; `undefined` when it does. */
  readonly missing: WantedRecords | undefined
  /** True when an admission asked for more of a parent than its record in the workflow of its child. */
  readonly isCurious: boolean
  readonly draft: () => Draft
}

/** Judges calls by what was looked up. */
export function judgeCalls(
  calls: readonly AppendCall[],
  { atHand, size, covered, records }: Ground,
  { ids, clock, remembered, tokensAreNew = false, isDecided = false }: JudgeCallsOptions,
): JudgedCalls {
  const view = new PrefetchedView(ids, { atHand, remembered, tokensAreNew })
  view.add(covered, records)
  const batch = new JudgedBatch({ ids, committed: view, size, clock })
  const judged = isDecided ? calls.map((call) => decidedCall(call, view)) : calls
  const outcomes = judged.map(({ tokens, admission }) => outcomeOf(() => batch.judge(tokens, admission)))
  if (tokensAreNew) {
    // A jti is judged before the graph [LEDGER-JTI-ORDER], and no index objects to one that is not inserted.
    for (const [at, { tokens }] of calls.entries()) {
      for (const { task } of refusedOf(tokens, outcomes[at])) view.wantToken(task.agent, task.tokenId)
    }
  }
  return {
    missing: view.missing,
    isCurious: view.isCurious,
    draft: () => draftOf(batch, outcomes, size, ids),
  }
}

/** The call, with an admission that breaks when it asks for records that were not looked up. */
function decidedCall(call: AppendCall, view: PrefetchedView): AppendCall {
  const admission: Admission = (token, store) => {
    const verdict = outcomeOf(() => call.admission(token, store))
    if (view.missing === undefined) return verdict()
    view.giveUp()
    throw new TypeError('an admission must come to an end of the records that it asks for')
  }
  return { ...call, admission }
}

/** The tokens of a call that are not accepted; all, when its admission broke. */
function refusedOf(
  tokens: readonly VerifiedEct[],
  outcome: Draft['outcomes'][number] | undefined,
): readonly VerifiedEct[] {
  try {
    const results = outcome?.() ?? []
    return tokens.filter((_, at) => results[at]?.ok !== true)
  } catch {
    return tokens
  }
}
