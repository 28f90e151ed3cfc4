import { readFile, writeFile } from 'node:fs/promises'
import { generateNoteKey, type NoteSigner, noteSigner } from 'wimse-ect'

/**
 * What signs the checkpoints of a log.
 *
 * @param file where its secret key is, or is to be kept; without one the key is gone with this process
 */
export async function logSigner(origin: string, file: string | undefined): Promise<NoteSigner> {
  const kept = file === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined)
  if (kept !== undefined) return noteSigner(kept)
  const { signerKey } = generateNoteKey(origin)
  if (file !== undefined) await writeFile(file, signerKey, { mode: 0o600, flag: 'wx' })
  return noteSigner(signerKey)
}
