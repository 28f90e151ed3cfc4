import {
  type Checkpoint,
  formatSignedNote,
  type NoteKey,
  parseCheckpoint,
  parseVerifierKey,
  type TransparencyLog,
} from '@wimse-ect/ledger'
import { type AskedWitness, addCheckpointUrl, askWitness, type WitnessEndpoint } from './ask-witness.ts'
import type { WitnessAnswer } from './witness-answer.ts'

/** How witnesses are asked. */
export interface CosignatureOptions {
  /** How long one witness may take for all its answers, in milliseconds. Default 10,000. */
  readonly deadlineMs?: number | undefined
  /** Sends the requests. Default: the `fetch` of the platform. */
  readonly fetch?: typeof fetch | undefined
}

/** A checkpoint with the cosignatures that came. */
export interface CosignedCheckpoint {
  /** The text: to be kept, published, and put into receipts with `cosignedReceipt`. */
  readonly checkpoint: string
  /** Number of entries that it covers; the `lastSize` of every witness whose answer is ok. */
  readonly size: number
  /** One for each witness, in the order of the list. */
  readonly answers: readonly WitnessAnswer[]
}

const defaultDeadlineMs = 10_000
const longestTimerMs = 2 ** 31 - 1

/**
 * Asks witnesses, all at the same time, to cosign the latest checkpoint of a log (C2SP tlog-witness)
 * [CHECKPOINT-COSIGNATURE]. Whoever checks the checkpoint with a witness policy then knows that the log has no second
 * history which these witnesses would not have noticed.
 *
 * A witness that does not cosign fails no other; why it did not is in its answer. Three codes are about the log:
 * `ECT_WITNESS_INCONSISTENT` and `ECT_WITNESS_AHEAD` say that the witness has seen another history, or a longer one, so
 * that either the log was changed or the witness lies; `ECT_WITNESS_BUSY` that it was just given a later checkpoint.
 *
 * @throws EctError `ECT_CHECKPOINT_KEY` for a key that is not that of a witness; and what the log fails with
 * @throws TypeError for a URL that is none, two witnesses with one key, options out of range, and a log without a key
 */
export async function requestCosignatures(
  log: Pick<TransparencyLog, 'checkpoint' | 'consistencyProof'>,
  witnesses: readonly WitnessEndpoint[],
  { deadlineMs = defaultDeadlineMs, fetch = globalThis.fetch }: CosignatureOptions = {},
): Promise<CosignedCheckpoint> {
  const keys = witnesses.map(checkEndpoint)
  if (new Set(keys.map(({ publicKey }) => publicKey.join())).size !== keys.length) {
    throw new TypeError('a witness stands twice in the list')
  }
  if (!Number.isSafeInteger(deadlineMs) || deadlineMs < 1 || deadlineMs > longestTimerMs) {
    throw new TypeError('deadlineMs must be a whole number from 1 to 2^31-1')
  }
  const note = await log.checkpoint()
  const checkpoint = parseCheckpoint(note)
  const question = { log, note, checkpoint, deadlineMs, fetch }
  const asked = await Promise.all(witnesses.map((witness) => askWitness(witness, question)))
  return {
    checkpoint: merge(checkpoint, asked),
    size: checkpoint.size,
    answers: asked.map(({ answer }) => answer),
  }
}

function checkEndpoint({ url, verifierKey, lastSize = 0 }: WitnessEndpoint): NoteKey {
  const { protocol, username, password, search, hash } = new URL(addCheckpointUrl(url))
  if (!/^https?:$/.test(protocol) || username + password + search + hash !== '') {
    throw new TypeError('the URL of a witness is http or https, without credentials, query and fragment')
  }
  if (!Number.isSafeInteger(lastSize) || lastSize < 0) throw new TypeError('lastSize must be a whole number, 0 or more')
  return parseVerifierKey(verifierKey, 'witness')
}

/** The checkpoint with the new cosignatures in place of older ones by the same witnesses. */
function merge(checkpoint: Checkpoint, asked: readonly AskedWitness[]): string {
  const added = asked.flatMap(({ cosignature }) => cosignature ?? [])
  const isReplaced = (name: string, keyId: number): boolean =>
    added.some((cosignature) => cosignature.name === name && cosignature.keyId === keyId)
  const kept = checkpoint.signatures.filter(({ name, keyId }) => !isReplaced(name, keyId))
  return formatSignedNote({ text: checkpoint.text, signatures: [...kept, ...added] })
}
