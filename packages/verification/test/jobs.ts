import type { SignatureCheck } from '../src/signature-check.ts'
import type { SignatureJob } from '../src/verifier-pool-options.ts'
import type { Actor } from './cast.ts'

/**
 * A genuine signature of an actor over a text of its own.
 *
 * @param check what the calling thread answers
 */
export function jobOf({ alg, jwk, sign }: Actor, n: number, check: SignatureCheck): SignatureJob {
  const signed = `text.${n}`
  return { alg, jwk, check, signed, signature: sign(signed) }
}

/** The job with a signature that is wrong. */
export function forged(job: SignatureJob): SignatureJob {
  return { ...job, signature: Uint8Array.from(job.signature, (byte, at) => (at === 20 ? byte ^ 1 : byte)) }
}
