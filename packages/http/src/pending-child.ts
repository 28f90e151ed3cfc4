import { contentHash, type EctError, isEctError, writeExecutionContext } from '@wimse-ect/claims'
import type { VerifiedTokens } from '@wimse-ect/verification'
import type { Execution } from './execution.ts'
import type { ExecutionContextOptions, Issuer } from './options.ts'
import { agentsOf, type MadeToken, makeToken, type TaskClaims, taskIdFor } from './token-claims.ts'

/** The child of one request, from its announcement until it is issued. For adapters. */
export interface PendingChild {
  /** What the handler is given. */
  readonly execution: Execution
  /** False where nobody issues: then there is nothing to watch. */
  readonly isPossible: boolean
  /** True when the handler said that the response is to be streamed. */
  isStreamed(): boolean
  /** The handler failed: no child is issued, whatever was announced. */
  withdraw(): void
  /**
   * Ends announcing, and says whether a child is to be issued for a response of this status: none after a failure
   * here, and none that says `approved` when the client is told that its request was not.
   */
  isDue(status: number): boolean
  /**
   * Issues the child over a body that is all there, records it and returns the value of its field.
   *
   * @param body `undefined` where the response has no content (HEAD, 204, 304); then there is no `out_hash`
   * @throws EctError what `signEct` throws, `ECT_FIELD_SIZE`; what `record` throws
   */
  issueOver(body: Uint8Array | undefined): Promise<string>
  /**
   * Issues the child of a response whose headers are gone, and records it.
   *
   * @throws EctError what `signEct` throws; what `record` throws; TypeError without `record`
   */
  issueStreamed(outHash: string | undefined): Promise<{ readonly taskId: string }>
}

interface Announced {
  readonly claims: TaskClaims & { readonly tid: string }
  readonly issuer: Issuer
  readonly streamed: boolean
}

/** The child that a handler may announce for the tokens of its request. */
export function pendingChild(verified: VerifiedTokens, options: ExecutionContextOptions): PendingChild {
  const { subjects, supporting } = verified
  let announced: Announced | undefined
  let isOpen = true

  async function make(outHash: string | undefined): Promise<MadeToken> {
    if (announced === undefined) throw new TypeError('no child was announced')
    const { claims, issuer } = announced
    const aud = claims.aud ?? agentsOf(subjects)
    return makeToken({ ...claims, aud, out_hash: outHash }, subjects, issuer)
  }

  return {
    execution: {
      subjects,
      supporting,
      issueChild(claims, { streamed = false } = {}) {
        const { issuer } = options
        if (issuer === undefined) throw new TypeError('issueChild needs the option issuer')
        if (!isOpen) throw new TypeError('the response is complete: announce the child before its end')
        if (announced !== undefined) throw new TypeError('a response has one child')
        if (subjects.length === 0 && claims.aud === undefined) throw new TypeError('without parents name an aud')
        const taskId = taskIdFor(claims, issuer)
        announced = { claims: { ...claims, tid: taskId }, issuer, streamed }
        return { taskId }
      },
    },
    isPossible: options.issuer !== undefined,
    isStreamed: () => announced?.streamed === true,
    withdraw() {
      announced = undefined
      isOpen = false
    },
    isDue(status) {
      isOpen = false
      if (announced === undefined || status >= 500) return false
      return status < 400 || announced.claims.pol_decision !== 'approved'
    },
    async issueOver(body) {
      const made = await make(body && (await contentHash(body)))
      const value = fieldValue(made.token, subjects, options)
      await options.record?.({ ...made, streamed: false })
      return value
    },
    async issueStreamed(outHash) {
      if (options.record === undefined) throw new TypeError('the child of a streamed response needs the option record')
      const made = await make(outHash)
      await options.record({ ...made, streamed: true })
      return made
    },
  }
}

/** The child, and its parents where they fit: a client cannot be sent the body form. */
function fieldValue(child: string, parents: VerifiedTokens['subjects'], options: ExecutionContextOptions): string {
  const { attachParents = true } = options
  const all = attachParents ? [child, ...parents.map(({ compact }) => compact)] : [child]
  try {
    return writeExecutionContext(all, options)
  } catch (error) {
    if (!isTooMuch(error)) throw error
    return writeExecutionContext([child], options)
  }
}

function isTooMuch(error: unknown): error is EctError {
  return isEctError(error, 'ECT_FIELD_SIZE') || isEctError(error, 'ECT_FIELD_COUNT')
}
