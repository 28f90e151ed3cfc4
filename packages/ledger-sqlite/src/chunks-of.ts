import type { VerifiedEct } from '@wimse-ect/claims'
import type { AppendCall } from '@wimse-ect/ledger/durable'

/** A token with so many parents, or fewer, counts as one. */
const ordinaryParents = 2

/** Tokens of one call that are judged in one go. */
export interface CallPiece {
  readonly call: AppendCall
  readonly tokens: readonly VerifiedEct[]
}

/**
 * Cuts calls into pieces and joins those into chunks of at most so many tokens, in the order of the calls; of tokens with many
 * parents fewer, since every parent has to be looked up.
 */
export function* chunksOf(calls: readonly AppendCall[], maxTokens: number): Generator<readonly CallPiece[]> {
  let chunk: CallPiece[] = []
  let room = maxTokens
  for (const call of calls) {
    for (let from = 0; from < call.tokens.length; ) {
      let to = from
      for (; to < call.tokens.length && room > 0; to++) room -= weightOf(call.tokens[to])
      chunk.push({ call, tokens: call.tokens.slice(from, to) })
      from = to
      if (room > 0) continue
      yield chunk
      chunk = []
      room = maxTokens
    }
  }
  if (chunk.length > 0) yield chunk
}

/** How much work a token is, in ordinary tokens. */
export function weightOf(token: VerifiedEct | undefined): number {
  return Math.max(1, (token?.task.parents.length ?? 0) / ordinaryParents)
}
