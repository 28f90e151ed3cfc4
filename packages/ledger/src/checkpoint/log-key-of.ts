import { formatVerifierKey } from './note-key.ts'
import type { NoteSigner } from './note-signer.ts'

/**
 * The verifier key of the log that a signer signs for; `null` without a signer.
 *
 * @throws TypeError for the signer of a witness
 */
export function logKeyOf(signer: NoteSigner | undefined): string | null {
  if (signer === undefined) return null
  if (signer.key.kind !== 'log') throw new TypeError('a log signs with the key of a log')
  return formatVerifierKey(signer.key)
}
