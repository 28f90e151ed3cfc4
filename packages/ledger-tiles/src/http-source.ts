import { EctError } from '@wimse-ect/claims'
import { formatTilePath } from '@wimse-ect/ledger'
import type { TileSource } from './tile-store.ts'

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
        return answer && new Uint8Array(await answer.arrayBuffer())
      })
    },
    checkpoint: () =>
      reaching(async () => {
        const answer = await read('checkpoint')
        return answer && { note: await answer.text(), version: answer.headers.get('etag') ?? '' }
      }),
  }
}

async function reaching<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((cause) => {
    throw cause instanceof EctError ? cause : new EctError('ECT_LEDGER_UNAVAILABLE', { cause })
  })
}
