import { isEctError } from '@wimse-ect/claims'
import { checkCheckpoint, type NoteKey, type NoteSigner, parseVerifierKey } from '@wimse-ect/ledger'
import { answer } from './answers.ts'
import { createQueue, type InTurn } from './in-turn.ts'
import { type ForkEvidence, judgeSubmission } from './judge-submission.ts'
import { readBody, TooLarge } from './read-body.ts'
import { parseSubmission } from './submission.ts'
import type { WitnessState } from './witness-state.ts'

/** What a witness is made of. */
export interface WitnessOptions {
  /** Cosigns; its key is that of a witness. */
  readonly signer: NoteSigner
  /** Verifier keys of the logs that it follows, `name+id+base64`, one for each log. */
  readonly logs: readonly string[]
  /** What it remembers of them. */
  readonly state: WitnessState
  /** The clock, in seconds since 1970. Default: the system's. */
  readonly clock?: (() => number) | undefined
  /** Most bytes of a request. Default 65,536. */
  readonly maxBodyBytes?: number | undefined
  /** Is given the proof when a log has signed two histories. Default: nobody is. */
  readonly onFork?: ((evidence: ForkEvidence) => void) | undefined
  /** Is told why a request could not be answered; the client learns only that it was not. Default: nobody is. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** A witness, as a handler of the fetch API. It answers every request and never rejects. */
export type Witness = (request: Request) => Promise<Response>

interface FollowedLog {
  readonly key: NoteKey
  readonly verifierKey: string
  readonly inTurn: InTurn
}

type FollowedLogs = ReadonlyMap<string, FollowedLog>

const defaultMaxBodyBytes = 65_536

/**
 * Makes a witness (C2SP tlog-witness) [CHECKPOINT-COSIGNATURE]: it cosigns a checkpoint of a log that it follows when
 * that is proved to contain the last one it cosigned, and nothing else ever. Stops a log that rewrites its history, or
 * shows different people different ones: whoever asks for a cosignature sees the history that the witness saw.
 *
 * `POST .../add-checkpoint` is answered with 200 and the cosignature; 400 for what is malformed; 404 for a log that it
 * does not follow; 403 without a signature by the log; 409 and the size that was cosigned last when the client starts
 * from another; 422 when the proof does not hold, or the same size has another root; 413 for too large a body; 503 or
 * 500 when something fails here. `GET .../<SHA-256 of the log's name, in hex>/checkpoint` gives what it cosigned last,
 * for auditors.
 *
 * @throws EctError `ECT_CHECKPOINT_KEY` for a key that is not that of a log
 * @throws TypeError for the signer of a log, two keys of one log, and a limit that is none
 */
export function createWitness(options: WitnessOptions): Witness {
  const { signer, maxBodyBytes = defaultMaxBodyBytes } = options
  if (signer.key.kind !== 'witness') throw new TypeError('a witness signs with the key of a witness')
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) {
    throw new TypeError('maxBodyBytes must be a whole number, 1 or more')
  }
  const logs = followedLogs(options.logs)
  return async (request) => {
    try {
      return await route(request, logs, options)
    } catch (error) {
      if (error instanceof TooLarge) return answer(413, 'too large\n')
      options.onError?.(error)
      return isEctError(error) ? answer(503, 'unavailable\n') : answer(500, 'failed\n')
    }
  }
}

function followedLogs(verifierKeys: readonly string[]): FollowedLogs {
  const logs = new Map<string, FollowedLog>()
  for (const verifierKey of verifierKeys) {
    const key = parseVerifierKey(verifierKey, 'log')
    if (logs.has(key.name)) throw new TypeError('a log stands twice in the list')
    logs.set(key.name, { key, verifierKey, inTurn: createQueue() })
  }
  return logs
}

/** Any prefix may stand before both paths. */
async function route(request: Request, logs: FollowedLogs, options: WitnessOptions): Promise<Response> {
  const { pathname } = new URL(request.url)
  const found = /\/(?:add-checkpoint|(?<hash>[0-9a-f]{64})\/checkpoint)$/.exec(pathname)
  if (found === null) return answer(404, 'not found\n')
  const hash = found.groups?.hash
  const method = hash === undefined ? 'POST' : 'GET'
  if (request.method !== method) return answer(405, 'method not allowed\n', { allow: method })
  return hash === undefined ? addCheckpoint(request, logs, options) : showLatest(hash, logs, options.state)
}

async function addCheckpoint(request: Request, logs: FollowedLogs, options: WitnessOptions): Promise<Response> {
  const { signer, state, clock = systemClock, onFork = () => {}, maxBodyBytes = defaultMaxBodyBytes } = options
  const body = await readBody(request.body, maxBodyBytes)
  const submission = body === undefined ? undefined : parseSubmission(body)
  if (submission === undefined) return answer(400, 'malformed\n')
  const { note, oldSize, checkpoint } = submission
  const log = logs.get(checkpoint.origin)
  if (log === undefined) return answer(404, 'unknown log\n')
  if (!isSignedByLog(note, log)) return answer(403, 'not signed by the log\n')
  if (oldSize > checkpoint.size) return answer(400, 'old size is larger\n')
  return log.inTurn(() => judgeSubmission(submission, log.key, { signer, state, clock, onFork }))
}

async function showLatest(hash: string, logs: FollowedLogs, state: WitnessState): Promise<Response> {
  for (const origin of logs.keys()) {
    if ((await hexDigest(origin)) !== hash) continue
    const note = await state.latest(origin)
    if (note !== undefined) return answer(200, note)
  }
  return answer(404, 'not found\n')
}

function isSignedByLog(note: string, { verifierKey }: FollowedLog): boolean {
  try {
    checkCheckpoint(note, { logKey: verifierKey })
    return true
  } catch (error) {
    if (isEctError(error, 'ECT_CHECKPOINT_SIGNATURE')) return false
    throw error
  }
}

async function hexDigest(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function systemClock(): number {
  return Math.floor(Date.now() / 1000)
}
