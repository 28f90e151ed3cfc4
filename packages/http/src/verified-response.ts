import type { VerifiedTokens } from '@wimse-ect/verification'
import type { OutgoingOptions } from './outgoing-options.ts'
import { verifyResponse } from './verify-response.ts'

const verified = new WeakMap<Response, VerifiedTokens>()

/**
 * Verifies the tokens of a response and keeps them for {@link verifiedTokensOf}; without the option `response` it passes
 * as it is. The body of a response that is refused is not read.
 *
 * @param taskIds the tasks that the request was about
 * @throws EctError what `verifyResponse` throws
 */
export async function keepVerified(
  response: Response,
  taskIds: readonly string[],
  options: Pick<OutgoingOptions, 'response' | 'maxTokens'>,
): Promise<Response> {
  if (options.response === undefined) return response
  try {
    const { maxTokens } = options
    verified.set(response, await verifyResponse(response, taskIds, { ...options.response, maxTokens }))
  } catch (error) {
    await response.body?.cancel().catch(() => {})
    throw error
  }
  return response
}

/**
 * The verified tokens of a response that came through `withExecutionContext` or `withIssuedTokens` with the option
 * `response`; both lists are empty where it had none and needed none.
 *
 * @throws TypeError for any other response
 */
export function verifiedTokensOf(response: Response): VerifiedTokens {
  const tokens = verified.get(response)
  if (tokens === undefined) throw new TypeError('the tokens of this response were not verified')
  return tokens
}
