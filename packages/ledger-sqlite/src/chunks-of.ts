import type { VerifiedEct } from '@wimse-ect/claims'
import type { AppendCall } from '@wimse-ect/ledger/durable'

/** Tokens of one call that are judged in one go. */
export interface CallPiece {
  readonly call: AppendCall
  readonly tokens: readonly VerifiedEct[]
}

/** Cuts calls into pieces and joins those into chunks of at most so many tokens, in the order of the calls. */
export function* chunksOf(calls: readonly AppendCall[], maxTokens: number): Generator<readonly CallPiece[]> {
  let chunk: CallPiece[] = []
  let room = maxTokens
  for (const call of calls) {
    for (let from = 0; from < call.tokens.length; ) {
      const tokens = call.tokens.slice(from, from + room)
      chunk.push({ call, tokens })
      from += tokens.length
      room -= tokens.length
      if (room > 0) continue
      yield chunk
      chunk = []
      room = maxTokens
    }
  }
  if (chunk.length > 0) yield chunk
}
