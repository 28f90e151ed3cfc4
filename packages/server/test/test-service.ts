import { createPublicKey } from 'node:crypto'
import { generateNoteKey, type KeySet, type KeySetMember, MemoryLedger, type NoteSigner, noteSigner } from 'wimse-ect'
import { type Actor, alice, bob, mallory, verifiedAt } from '../../ledger/contract/tokens.ts'
import { createLedgerServer, type LedgerServerOptions, type LogEvent } from '../src/index.ts'

export const audience = 'spiffe://example.com/system/ledger'

/** The public key of somebody, as it stands in a key set. */
export function publicJwk({ privateKey, kid, agent }: Actor): KeySetMember {
  return { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid, sub: agent }
}

/** Keys of everybody whom the ledger knows; mallory is one of them. */
export const keys: KeySet = { keys: [alice, bob, mallory].map(publicJwk) }

const pair = generateNoteKey('ledger.example.com/audit')
export const signerKey: string = pair.signerKey
export const verifierKey: string = pair.verifierKey
export const signer: NoteSigner = noteSigner(signerKey)

/** A service that is running, and a client of it. */
export interface TestService {
  readonly url: string
  readonly ledger: LedgerServerOptions['ledger']
  readonly events: readonly LogEvent[]
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** Sends tokens, one per line. */
  post(tokens: readonly string[], headers?: Record<string, string>): Promise<Response>
  close(): Promise<void>
  cut(): void
}

/** Starts a service over a ledger in memory, on a free port of loopback, with the clock of the test tokens. */
export async function startService(options: Partial<LedgerServerOptions> = {}): Promise<TestService> {
  const events: LogEvent[] = []
  const ledger = options.ledger ?? new MemoryLedger({ signer, clock: () => verifiedAt + 1 })
  const log = (event: LogEvent): void => void events.push(event)
  const clock = (): number => verifiedAt
  const server = createLedgerServer({ audience, keys, port: 0, clock, log, ...options, ledger })
  const url = await server.listen()
  return {
    url,
    ledger,
    events,
    get: (path, headers = {}) => fetch(url + path, { headers, redirect: 'error' }),
    post: (tokens, headers = {}) => postTokens(url, tokens, headers),
    close: () => server.close(),
    cut: () => server.cut(),
  }
}

/** Runs a test with a service of its own. */
export async function withService(
  test: (service: TestService) => Promise<void>,
  options?: Partial<LedgerServerOptions>,
): Promise<void> {
  const service = await startService(options)
  try {
    await test(service)
  } finally {
    service.cut()
    await service.close()
  }
}

export function postTokens(
  url: string,
  tokens: readonly string[],
  headers: Record<string, string> = {},
): Promise<Response> {
  const fields = { 'content-type': 'application/wimse-exec+jwt', ...headers }
  return fetch(`${url}/ects`, { method: 'POST', headers: fields, body: tokens.join('\n') })
}

/** What an answer says, as JSON. */
export async function jsonOf(answer: Response | Promise<Response>): Promise<ReturnType<typeof JSON.parse>> {
  return (await answer).json()
}
