import { createAccess } from './access.ts'
import { createService } from './create-service.ts'
import { HttpFront } from './http-front.ts'
import { errorFacts } from './log-event.ts'
import { isLoopback } from './loopback.ts'
import { createRequestHandler, type RequestHandler } from './request-handler.ts'
import type { LedgerServerOptions, ServiceOptions } from './server-options.ts'

/** A ledger as a service. */
export interface LedgerServer {
  /**
   * Begins to listen.
   *
   * @returns the base URL, without a slash at its end
   */
  listen(): Promise<string>
  /** Answers a request without any socket, as the service would answer it. */
  readonly handle: RequestHandler
  /**
   * Verifies with other keys from now on.
   *
   * @throws TypeError for a set that `jwksKeys` does not take; the former keys then stay
   */
  replaceKeys(keys: ServiceOptions['keys']): void
  /**
   * Takes no more requests, finishes and answers what is under way, and cuts what is not done after `stopTimeoutMs`.
   * The ledger stays open.
   */
  close(): Promise<void>
  /** Cuts every connection, so that a `close` that is waiting for them ends. */
  cut(): void
}

/** How often entries of other instances are looked for, in milliseconds. */
const growthCheckMs = 1000

/**
 * Makes a ledger service over an open ledger: whatever the ledger is, it is judged and appended there, so any number of
 * instances may serve one log.
 *
 * @throws TypeError for options out of range; for an address other than loopback without anything by which writers can
 * be told from others, since everybody could write then; for certificate names without `tls.ca`
 */
export function createLedgerServer(options: LedgerServerOptions): LedgerServer {
  const { ledger, host = '127.0.0.1', port = 8787, tls } = options
  const access = createAccess(options.access)
  checkReach(host, options, access.tellsApart)
  let stopping: Promise<void> | undefined
  const service = createService(ledger, options, () => stopping !== undefined)
  const { limits, metrics, workflows, say } = service
  const handle = createRequestHandler(service, access)
  const front = new HttpFront({ handler: handle, limits, metrics, say, tls })
  let growthCheck: NodeJS.Timeout | undefined
  const follow = (): void => {
    workflows.catchUp().catch((error: unknown) => say('warn', 'ledger not read', errorFacts(error)))
  }

  async function stop(): Promise<void> {
    say('info', 'stopping')
    clearInterval(growthCheck)
    await front.stop()
    await workflows.stop()
    metrics.close()
    say('info', 'stopped')
  }

  return {
    handle,
    async listen() {
      const address = await front.listen(host, port)
      metrics.start()
      follow()
      growthCheck = setInterval(follow, growthCheckMs)
      say('info', 'listening', { address: address.address, port: address.port })
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
      return `${tls === undefined ? 'http' : 'https'}://${name}:${address.port}`
    },
    replaceKeys: (keys) => service.keys.replace(keys),
    close() {
      stopping ??= stop()
      return stopping
    },
    cut: () => front.cut(),
  }
}

function checkReach(host: string, { access, tls }: LedgerServerOptions, tellsApart: boolean): void {
  if (!isLoopback(host) && !tellsApart) {
    throw new TypeError(
      'a ledger service that others can reach needs access.writeTokens, access.readTokens, or client certificates',
    )
  }
  const names = [...(access?.writeCertificates ?? []), ...(access?.readCertificates ?? [])]
  if (names.length > 0 && tls?.ca === undefined) {
    throw new TypeError('client certificates need tls.ca, the authorities that issue them')
  }
}
