import { EctError, isEctError } from '@wimse-ect/claims'
import type { ExecutionContextOptions, RequestFacts } from './options.ts'
import { type PendingChild, pendingChild } from './pending-child.ts'
import { failureProblem, type Problem, refusalProblem } from './problem.ts'
import { type Incoming, readTokens } from './read-tokens.ts'
import { requestKeys } from './request-keys.ts'

/** What becomes of a request: its child may be announced, or it is refused. */
export type Reception = { readonly child: PendingChild } | { readonly refusal: Problem }

/** The core that every adapter translates to. */
export interface ExecutionContext {
  /** Verifies the tokens of a request. Never rejects. */
  receive(incoming: Incoming): Promise<Reception>
  /** Tells the logger that a child which was due does not exist, and gives the answer for a body not yet sent. */
  fail(error: unknown, request: RequestFacts): Problem
}

/**
 * Makes the core of a server: from a request to verified parents or a problem.
 *
 * Every token is verified; one that fails refuses the request [HTTP-ALL-VERIFIED]. A request without tokens is refused
 * with `ECT_FIELD_MISSING` unless `required` is false. The client is told a status and a generic title [HTTP-STATUS]
 * [HTTP-PROBLEM], the same whatever is recorded [HTTP-NO-ORACLE]; the code goes to `onRefusal`.
 *
 * @throws TypeError for options of a wrong type
 */
export function createExecutionContext(options: ExecutionContextOptions): ExecutionContext {
  checkOptions(options)
  return {
    async receive(incoming) {
      const { method, path } = incoming
      try {
        const tokens = await readTokens(incoming, options)
        if (tokens.length === 0 && options.required !== false) throw new EctError('ECT_FIELD_MISSING')
        const verified = await options.verifier.verifyAll(tokens, { keys: requestKeys(incoming.wit, options) })
        return { child: pendingChild(verified, options) }
      } catch (error) {
        tell(isEctError(error) ? options.onRefusal : options.onFailure, error, { method, path })
        return { refusal: refusalProblem(error, options.verifier.revisions) }
      }
    },
    fail(error, { method, path }) {
      tell(options.onFailure, error, { method, path })
      return failureProblem(error)
    },
  }
}

function checkOptions({ verifier, required = true, maxHeldBytes = 0, issuer, record }: ExecutionContextOptions): void {
  if (typeof verifier?.verifyAll !== 'function') throw new TypeError('verifier must be a verifier')
  if (typeof required !== 'boolean') throw new TypeError('required must be a boolean')
  if (!Number.isSafeInteger(maxHeldBytes) || maxHeldBytes < 0)
    throw new TypeError('maxHeldBytes must be a whole number')
  if (issuer !== undefined && typeof issuer.id !== 'string') throw new TypeError('issuer must have an id')
  if (record !== undefined && typeof record !== 'function') throw new TypeError('record must be a function')
}

/** A logger that fails changes nothing about the answer. */
function tell(hook: ExecutionContextOptions['onFailure'], error: unknown, request: RequestFacts): void {
  try {
    hook?.(error, request)
  } catch {
    // There is nobody else to tell.
  }
}
