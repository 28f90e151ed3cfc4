import { checkInTurns } from './check-in-turns.ts'
import { checkThreads, type VerifierPool, type VerifierPoolOptions } from './verifier-pool-options.ts'

/** The portable `createVerifierPool`, for browsers and workers: without threads, which WebCrypto has on its own. */
export function createVerifierPool({ threads = 0 }: VerifierPoolOptions = {}): VerifierPool {
  checkThreads(threads)
  return { threads: 0, check: checkInTurns, close: async () => undefined }
}
