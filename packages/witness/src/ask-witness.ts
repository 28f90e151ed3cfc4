import { EctError, isEctError } from '@wimse-ect/claims'
import {
  type Checkpoint,
  checkWitnesses,
  type NoteSignature,
  parseVerifierKey,
  signaturesBy,
  type TransparencyLog,
  tryReadDecimal,
} from '@wimse-ect/ledger'
import { sizeMediaType } from './answers.ts'
import { readBody, TooLarge } from './read-body.ts'
import { formatSubmission } from './submission.ts'
import { tryParseCheckpoint } from './try-parse-checkpoint.ts'
import type { WitnessAnswer } from './witness-answer.ts'

/** A witness that can be asked. */
export interface WitnessEndpoint {
  /** Its submission prefix, `https:` or `http:`; `/add-checkpoint` is put behind it. */
  readonly url: string
  /** Its key, `name+id+base64`. */
  readonly verifierKey: string
  /** Size of the tree that it cosigned last, when that is known: saves a request. Default 0. */
  readonly lastSize?: number | undefined
}

/** What a witness is asked about. */
export interface Question {
  readonly log: Pick<TransparencyLog, 'checkpoint' | 'consistencyProof'>
  readonly note: string
  readonly checkpoint: Checkpoint
  readonly deadlineMs: number
  readonly fetch: typeof fetch
}

/** An answer, with the signature line that goes into the checkpoint when there is one. */
export interface AskedWitness {
  readonly answer: WitnessAnswer
  readonly cosignature?: NoteSignature
}

interface Reply {
  readonly status: number
  readonly mediaType: string
  readonly body: string
}

/** A witness may sign with several keys, and lines of future kinds of keys are longer than those we read. */
const maxReplyBytes = 65_536

/**
 * Asks one witness for its cosignature, at most twice: when it knows another size than we thought, once more with the
 * proof from there. Nothing that it says is believed; only a cosignature that its key made over this checkpoint counts.
 */
export async function askWitness(witness: WitnessEndpoint, question: Question): Promise<AskedWitness> {
  const { name } = parseVerifierKey(witness.verifierKey, 'witness')
  const signal = AbortSignal.timeout(question.deadlineMs)
  let claimedSize: number | undefined
  try {
    let reply = await submit(witness, question, Math.min(witness.lastSize ?? 0, question.checkpoint.size), signal)
    if (reply.status === 409) {
      claimedSize = sizeIn(reply)
      if (claimedSize > question.checkpoint.size) throw await largerSizeError(claimedSize, question)
      reply = await submit(witness, question, claimedSize, signal)
    }
    if (reply.status !== 200) throw refusalOf(reply)
    return takeCosignature(reply, witness, question)
  } catch (error) {
    if (!isEctError(error)) throw error
    const answer = { name, ok: false, error } as const
    return { answer: claimedSize === undefined ? answer : { ...answer, claimedSize } }
  }
}

async function submit(
  { url }: WitnessEndpoint,
  { log, note, checkpoint, fetch }: Question,
  oldSize: number,
  signal: AbortSignal,
): Promise<Reply> {
  const proof = await log.consistencyProof(oldSize, checkpoint.size)
  const body = formatSubmission({ oldSize, proof, note })
  try {
    // Followed, a redirect could lead to where only we can reach.
    const response = await fetch(addCheckpointUrl(url), { method: 'POST', body, signal, redirect: 'manual' })
    const [mediaType = ''] = (response.headers.get('content-type') ?? '').split(';')
    const text = await readBody(response.body, maxReplyBytes)
    if (text === undefined) throw new EctError('ECT_WITNESS_ANSWER')
    return { status: response.status, mediaType: mediaType.trim().toLowerCase(), body: text }
  } catch (error) {
    if (isEctError(error)) throw error
    throw new EctError(error instanceof TooLarge ? 'ECT_WITNESS_ANSWER' : 'ECT_WITNESS_UNAVAILABLE', { cause: error })
  }
}

/** The URL that submissions go to. */
export function addCheckpointUrl(prefix: string): string {
  return `${prefix.replace(/\/+$/, '')}/add-checkpoint`
}

function sizeIn({ mediaType, body }: Reply): number {
  const size = mediaType === sizeMediaType && body.endsWith('\n') ? tryReadDecimal(body.slice(0, -1)) : undefined
  if (size === undefined) throw new EctError('ECT_WITNESS_ANSWER')
  return size
}

/** The witness knows more than we asked about: has the log grown meanwhile, or has it lost entries? */
async function largerSizeError(claimedSize: number, { log }: Question): Promise<EctError> {
  const now = tryParseCheckpoint(await log.checkpoint())
  return new EctError(now !== undefined && now.size >= claimedSize ? 'ECT_WITNESS_BUSY' : 'ECT_WITNESS_AHEAD')
}

function refusalOf({ status }: Reply): EctError {
  if (status === 404) return new EctError('ECT_WITNESS_LOG_UNKNOWN')
  if (status === 403) return new EctError('ECT_WITNESS_LOG_KEY')
  if (status === 409) return new EctError('ECT_WITNESS_BUSY')
  if (status === 422) return new EctError('ECT_WITNESS_INCONSISTENT')
  return new EctError(status === 429 || status >= 500 ? 'ECT_WITNESS_UNAVAILABLE' : 'ECT_WITNESS_ANSWER')
}

/** The lines of the answer, read as if they stood below the checkpoint. Lines of other keys are ignored. */
function takeCosignature({ body }: Reply, { verifierKey }: WitnessEndpoint, { checkpoint }: Question): AskedWitness {
  const key = parseVerifierKey(verifierKey, 'witness')
  const answered = tryParseCheckpoint(`${checkpoint.text}\n${body}`)
  if (answered?.text !== checkpoint.text) throw new EctError('ECT_WITNESS_ANSWER')
  const [cosignature, ...more] = signaturesBy(answered, key)
  if (cosignature === undefined || more.length > 0) throw new EctError('ECT_WITNESS_COSIGNATURE')
  const time = timeOf(cosignature, checkpoint, verifierKey)
  return { answer: { name: key.name, ok: true, time }, cosignature }
}

function timeOf(cosignature: NoteSignature, { text }: Checkpoint, verifierKey: string): number {
  try {
    const [witnessing] = checkWitnesses({ text, signatures: [cosignature] }, { witnesses: [verifierKey], threshold: 1 })
    if (witnessing !== undefined && witnessing.time > 0) return witnessing.time
  } catch (cause) {
    if (!isEctError(cause)) throw cause
    throw new EctError('ECT_WITNESS_COSIGNATURE', { cause })
  }
  throw new EctError('ECT_WITNESS_COSIGNATURE')
}
