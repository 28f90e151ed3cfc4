import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Limits } from './limits.ts'
import type { TlsOptions } from './server-options.ts'

/** Makes a server that keeps the limits of time, size and number. */
export function makeHttpServer(limits: Limits, tls: TlsOptions | undefined): Server {
  const options = {
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.timeoutCheckMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    // Missing ones are found here, so that their answer looks like any other.
    requireHostHeader: false,
  }
  // Who has no certificate, or one of others, is told so by an answer; what it may do is decided for each request.
  const asking = { requestCert: tls?.ca !== undefined, rejectUnauthorized: false }
  const server =
    tls === undefined
      ? createServer(options)
      : createTlsServer({ ...options, ...tls, ...asking, handshakeTimeout: limits.headersTimeoutMs })
  server.maxConnections = limits.maxConnections
  server.setTimeout(limits.idleTimeoutMs)
  return server
}
