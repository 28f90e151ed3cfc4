import { EctError, isEctError } from '@wimse-ect/claims'
import { throughStream } from './through-stream.ts'

// Deflate makes at most 1,032 bytes of one, and some engines hand out at once all that a piece comes to.
const pieceBytes = 4096
const lengthBytes = 4

/** Compresses bytes into one gzip member. */
export function gzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return throughStream(bytes, new CompressionStream('gzip'))
}

/**
 * Decompresses one gzip member, which has to be all there is. Bytes come out as they are asked for, so that a small
 * file that stands for a very large one fills nobody's memory.
 *
 * A member ends with the length of its content. That this is the length of everything that came out finds a second
 * member and padding, which Node 20 reads over; later versions and browsers refuse them on their own.
 *
 * @throws EctError `ECT_LEDGER_FORMAT` for anything but gzip, whole, and nothing after it; `ECT_LEDGER_UNAVAILABLE`
 * when the source fails
 * @throws TypeError when the source gives anything but bytes
 */
export async function* gunzip(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const end = new Uint8Array(lengthBytes)
  let length = 0
  try {
    for await (const chunk of throughStream(pieces(compressed, end), new DecompressionStream('gzip'))) {
      length += chunk.length
      yield chunk
    }
  } catch (error) {
    if (isEctError(error) || error instanceof NotBytes) throw error
    // What the engine says differs from one to the next.
    throw new EctError('ECT_LEDGER_FORMAT', { path: 'gzip', cause: error })
  }
  if (new DataView(end.buffer).getUint32(0, true) !== length % 2 ** 32) {
    throw new EctError('ECT_LEDGER_FORMAT', { path: 'gzip' })
  }
}

class NotBytes extends TypeError {}

/** The source in small pieces; the last bytes that went by are copied into `end`. */
async function* pieces(source: AsyncIterable<Uint8Array>, end: Uint8Array): AsyncGenerator<Uint8Array> {
  for await (const chunk of orUnavailable(source)) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes)
      const last = piece.subarray(-lengthBytes)
      end.copyWithin(0, last.length)
      end.set(last, lengthBytes - last.length)
      yield piece
    }
  }
}

async function* orUnavailable(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) {
      if (!(chunk instanceof Uint8Array)) throw new NotBytes('an archive is read from bytes')
      yield chunk
    }
  } catch (error) {
    if (error instanceof NotBytes) throw error
    throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'archive', cause: error })
  }
}
