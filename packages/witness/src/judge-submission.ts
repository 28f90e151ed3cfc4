import { EctError, isEctError } from '@wimse-ect/claims'
import {
  checkConsistency,
  cosignCheckpoint,
  emptyRoot,
  formatSignedNote,
  type NoteKey,
  type NoteSigner,
  sameHash,
  signaturesBy,
  type TreeHead,
} from '@wimse-ect/ledger'
import { answer, conflict } from './answers.ts'
import type { ReadSubmission } from './submission.ts'
import { tryParseCheckpoint } from './try-parse-checkpoint.ts'
import type { WitnessState } from './witness-state.ts'

/** Two checkpoints of one size with different roots, both signed by the log: proof that it keeps two histories. */
export interface ForkEvidence {
  /** Name of the log. */
  readonly origin: string
  /** The checkpoint that was cosigned, as text. */
  readonly cosigned: string
  /** The one that was refused, as text. */
  readonly refused: string
}

/** What a submission is judged with. */
export interface Judge {
  readonly signer: NoteSigner
  readonly state: WitnessState
  readonly clock: () => number
  readonly onFork: (evidence: ForkEvidence) => void
}

/**
 * Judges a submission that the log has signed, and cosigns what follows from the latest checkpoint [PROOF-CONSISTENCY].
 * From the look at the latest checkpoint until the new one is durable nobody may come between; where somebody does all
 * the same, as another process with the same state, the state tells.
 *
 * Every cosignature is remembered, also one for the same tree once more: so none ever leaves that is not the latest.
 */
export async function judgeSubmission(
  { oldSize, proof, note, checkpoint }: ReadSubmission,
  log: NoteKey,
  { signer, state, clock, onFork }: Judge,
): Promise<Response> {
  const origin = log.name
  const time = readClock(clock)
  const cosigned = await state.latest(origin)
  const latest = headIn(cosigned, origin)
  if (cosigned !== undefined && latest.size === checkpoint.size && !sameHash(latest.root, checkpoint.root)) {
    onFork({ origin, cosigned, refused: note })
  }
  if (oldSize !== latest.size) return conflict(latest.size)
  if (!isConsistent(proof, latest, checkpoint)) return answer(422, 'inconsistent\n')

  // Of all signature lines that came, only one that was checked is kept.
  const signatures = signaturesBy(checkpoint, log).slice(0, 1)
  const signed = formatSignedNote({ text: checkpoint.text, signatures })
  const next = await cosignCheckpoint(signed, signer, time)
  if (await state.advance(origin, cosigned, next)) return answer(200, next.slice(signed.length))
  return conflict(headIn(await state.latest(origin), origin).size)
}

/**
 * The head in what the state gave. Anything but a checkpoint of this log is not taken for a log that was never seen.
 */
function headIn(note: string | undefined, origin: string): TreeHead {
  if (note === undefined) return { size: 0, root: emptyRoot() }
  const checkpoint = tryParseCheckpoint(note)
  if (checkpoint?.origin !== origin) throw new EctError('ECT_WITNESS_STATE')
  return checkpoint
}

function isConsistent(proof: ReadSubmission['proof'], earlier: TreeHead, later: TreeHead): boolean {
  try {
    checkConsistency(proof, earlier, later)
    return true
  } catch (error) {
    if (isEctError(error, 'ECT_PROOF_CONSISTENCY')) return false
    throw error
  }
}

/** 0 would say that the cosignature makes no statement about time. */
function readClock(clock: () => number): number {
  const time = clock()
  if (!Number.isSafeInteger(time) || time < 1) throw new TypeError('clock must give a whole number, 1 or more')
  return time
}
