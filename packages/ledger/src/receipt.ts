import { EctError } from '@wimse-ect/claims'
import { encodeBase64, tryDecodeBase64 } from './checkpoint/base64.ts'
import { type CheckedCheckpoint, type CheckpointOptions, checkCheckpoint } from './checkpoint/check-checkpoint.ts'
import { tryReadDecimal } from './checkpoint/decimal.ts'
import { maxNoteLength } from './checkpoint/signed-note.ts'
import { checkInclusion } from './merkle/inclusion-proof.ts'
import { type Hash, hashBytes, leafHash, maxEntryBytes } from './merkle/tree-hash.ts'

/** A receipt, read but not checked. */
export interface Receipt {
  /** The compact token; `undefined` when the receipt is to be checked together with the token. */
  readonly token: string | undefined
  /** Place of the token in the log. */
  readonly sequence: number
  /** The inclusion proof, from the leaf up. */
  readonly proof: readonly Hash[]
  /** The text of the checkpoint. */
  readonly checkpoint: string
}

/** How a receipt is checked. */
export interface ReceiptOptions extends CheckpointOptions {
  /** The compact token that the receipt has to be of. Default: the one that it carries. */
  readonly token?: string | undefined
}

/** What a receipt proves: the log has this token at this place, and can no longer deny it. */
export interface CheckedReceipt {
  readonly token: string
  readonly sequence: number
  readonly checkpoint: CheckedCheckpoint
}

const firstLine = 'c2sp.org/tlog-proof@v1'
const maxReceiptLength = maxNoteLength + 2 * maxEntryBytes

/** Writes a receipt in the form of C2SP tlog-proof [PROOF-RECEIPT]. */
export function makeReceipt({ token, sequence, proof, checkpoint }: Receipt): string {
  const extra = token === undefined ? [] : [`extra ${base64Of(token)}`]
  const head = [firstLine, ...extra, `index ${sequence}`, ...proof.map(encodeBase64)]
  return `${head.join('\n')}\n\n${checkpoint}`
}

/** A recorded token is ASCII, which the platform encodes in a tenth of the time. */
function base64Of(text: string): string {
  return /^[ -~]*$/.test(text) ? btoa(text) : encodeBase64(new TextEncoder().encode(text))
}

/**
 * Reads a receipt in its one form. Nothing in it is checked.
 *
 * @throws EctError `ECT_PROOF_FORMAT`; the checkpoint is not looked at
 */
export function parseReceipt(receipt: string): Receipt {
  const end = receipt.indexOf('\n\n')
  if (receipt.length > maxReceiptLength || end < 0) throw malformed()
  const [first, ...lines] = receipt.slice(0, end).split('\n')
  const token = lines[0]?.startsWith('extra ') ? tokenIn(lines.shift()?.slice('extra '.length) ?? '') : undefined
  const [index = '', ...hashes] = lines
  const sequence = index.startsWith('index ') ? tryReadDecimal(index.slice('index '.length)) : undefined
  if (first !== firstLine || sequence === undefined) throw malformed()
  return { token, sequence, proof: hashes.map(hashIn), checkpoint: receipt.slice(end + 2) }
}

/**
 * Checks a receipt offline [PROOF-RECEIPT], with nothing but the log's public key: the checkpoint first, then the token
 * as the leaf from which the proof must lead to the root. Stops a log, or anybody who passes the receipt on, that
 * claims a record which was never made. Whether the token itself is genuine is for a verifier to say.
 *
 * Every change of a receipt is refused, except in signature lines of keys that the options do not name.
 *
 * @throws EctError `ECT_PROOF_FORMAT`, `ECT_PROOF_TOKEN`, `ECT_CHECKPOINT_*`, `ECT_PROOF_INCLUSION`, in this order
 * @throws TypeError for a witness policy that cannot be met
 */
export function checkReceipt(receipt: string, options: ReceiptOptions): CheckedReceipt {
  const { token: carried, sequence, proof, checkpoint: note } = parseReceipt(receipt)
  const token = options.token ?? carried
  if (token === undefined || !canBeToken(token) || token !== (carried ?? token)) throw new EctError('ECT_PROOF_TOKEN')
  const checkpoint = checkCheckpoint(note, options)
  checkInclusion(proof, leafHash(token), sequence, checkpoint)
  return { token, sequence, checkpoint }
}

function tokenIn(encoded: string): string {
  const bytes = tryDecodeBase64(encoded)
  const token = bytes === undefined ? '' : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  if (!canBeToken(token)) throw malformed()
  return token
}

/** A compact token has only characters of one byte, so that its text and its bytes have one reading. */
function canBeToken(text: string): boolean {
  return text.length <= maxEntryBytes && /^[\x21-\x7e]+$/.test(text)
}

function hashIn(line: string): Hash {
  const hash = tryDecodeBase64(line)
  if (hash?.length !== hashBytes) throw malformed()
  return hash
}

function malformed(): EctError {
  return new EctError('ECT_PROOF_FORMAT')
}
