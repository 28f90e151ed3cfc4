import { EctError } from '@wimse-ect/claims'
import { formatTilePath, hashBytes, type TilePath } from '@wimse-ect/ledger'
import { damaged } from './damaged.ts'
import type { TileSource } from './tile-store.ts'

/** More than any checkpoint has. */
const mostNoteBytes = 2 ** 20

/** An entry of a bundle, with its length before it. */
const mostEntryBytes = 2 + 65_535

/** How a published log is fetched. */
export interface HttpSourceOptions {
  /** Default: that of the platform. */
  readonly fetch?: typeof fetch | undefined
  /** How long one request may take, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number | undefined
}

/**
 * Reads a log that a web server or an object storage serves [LEDGER-TILES].
 *
 * @param url of the log, e.g. `https://ledger.example.com/audit`, below which `checkpoint` and `tile/` are
 * What is longer than it can be is not read to its end: `ECT_LEDGER_DAMAGED`.
 *
 * @throws TypeError for a text that is no URL
 */
export function httpSource(url: string | URL, options: HttpSourceOptions = {}): TileSource {
  const base = new URL(url)
  if (!base.pathname.endsWith('/')) base.pathname += '/'

  async function read(name: string): Promise<Response | undefined> {
    const { fetch: get = fetch, timeoutMs = 30_000 } = options
    const answer = await get(new URL(name, base), { signal: AbortSignal.timeout(timeoutMs) })
    if (answer.ok) return answer
    await answer.body?.cancel()
    if (answer.status === 404) return undefined
    throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: `status ${answer.status}` })
  }

  return {
    read: async (tile) => {
      const name = formatTilePath(tile)
      return reaching(async () => {
        const answer = await read(name)
        return answer && (await readBody(answer, mostBytes(tile), name))
      })
    },
    checkpoint: () =>
      reaching(async () => {
        const answer = await read('checkpoint')
        if (answer === undefined) return undefined
        const note = new TextDecoder().decode(await readBody(answer, mostNoteBytes, 'checkpoint'))
        return { note, version: answer.headers.get('etag') ?? '' }
      }),
  }
}

/** A mirror that sends without end must not fill the memory. */
async function readBody(answer: Response, mostBytes: number, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  // What is not read to its end is cancelled.
  for await (const chunk of answer.body ?? []) {
    length += chunk.length
    if (length > mostBytes) throw damaged(name)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function mostBytes({ level, width }: TilePath): number {
  return width * (level === 'entries' ? mostEntryBytes : hashBytes)
}

async function reaching<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((cause) => {
    throw cause instanceof EctError ? cause : new EctError('ECT_LEDGER_UNAVAILABLE', { cause })
  })
}
