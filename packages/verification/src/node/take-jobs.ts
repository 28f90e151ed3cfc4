import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import type { SignatureCheck } from '../signature-check.ts'
import { SharedJobs, type SharedJobsMessage } from './shared-jobs.ts'
import { makeSignatureCheck } from './verify-signature.ts'

/** Keys that a thread keeps imported; when there are more it begins anew. */
const maxKeys = 1000

/** What a thread has imported, by the texts of the keys. */
export type ImportedKeys = Map<string, Promise<SignatureCheck>>

/**
 * Checks signatures until all are claimed. What cannot be computed stays unanswered, and whoever shared the jobs does
 * it again.
 */
export async function takeJobs(message: SharedJobsMessage, imported: ImportedKeys): Promise<void> {
  const jobs = new SharedJobs(message)
  for (let at = jobs.claim(); at !== undefined; at = jobs.claim()) {
    try {
      const check = await importKey(jobs.key(at), imported)
      jobs.answer(at, await check(jobs.signed(at), jobs.signature(at)))
    } catch {
      // Unanswered.
    }
  }
}

function importKey(text: string, imported: ImportedKeys): Promise<SignatureCheck> {
  const known = imported.get(text)
  if (known !== undefined) return known
  if (imported.size >= maxKeys) imported.clear()
  const [alg, jwk] = JSON.parse(text) as readonly [SignatureAlgorithm, JWK]
  const check = makeSignatureCheck(jwk, alg)
  imported.set(text, check)
  return check
}
