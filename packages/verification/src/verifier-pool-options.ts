import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import type { SignatureCheck } from './signature-check.ts'

/** What is left of step 5 for a token whose key is found: to compute whether the signature is right. */
export interface SignatureJob {
  readonly alg: SignatureAlgorithm
  /** The public key; `check` was made for it. */
  readonly jwk: JWK
  readonly check: SignatureCheck
  /** The signing input of a compact JWS. */
  readonly signed: string
  readonly signature: Uint8Array
}

/**
 * Checks the signatures of many tokens on several cores. It computes and decides nothing else; one pool serves any
 * number of verifiers.
 */
export interface VerifierPool {
  /** Threads that help the calling one and are running; 0 where there are none. */
  readonly threads: number
  /** Whether each signature is right, in the order of the jobs. */
  check(jobs: readonly SignatureJob[]): Promise<readonly boolean[]>
  /** Ends the threads. What is under way is finished on the calling thread, and so is what comes later. */
  close(): Promise<void>
}

/** Options of `createVerifierPool`. */
export interface VerifierPoolOptions {
  /**
   * Threads beside the calling one, which works too. Default: one less than there are cores. With 0 everything is done
   * on the calling thread.
   */
  readonly threads?: number | undefined
}

/** Throws TypeError for what is no number of threads. */
export function checkThreads(threads: number): number {
  if (!Number.isSafeInteger(threads) || threads < 0) throw new TypeError('threads must be a whole number')
  return threads
}
