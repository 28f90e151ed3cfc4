import { once } from 'node:events'
import type { Server } from 'node:http'
import { onTestFinished } from 'vitest'
import type { ExecutionContextOptions } from '../../src/index.ts'

/** How a framework serves the deeds, and what it can do. */
export interface TestServer {
  readonly name: string
  /** Serves on a free loopback port until the test is over; returns the URL. */
  serve(options: ExecutionContextOptions, setup?: Setup): Promise<string>
  readonly hasTrailers: boolean
  readonly hasCompression: boolean
}

export interface Setup {
  /** Puts the framework's compression around the middleware. */
  readonly compression?: boolean
}

const listening = new Map<string, Server>()

/** Listens on loopback until the test is over. */
export async function listen(server: Server): Promise<string> {
  if (!server.listening) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  const url = `http://127.0.0.1:${address.port}`
  listening.set(url, server)
  return url
}

/** How many connections a server still knows of. */
export function connectionsOf(url: string): Promise<number> {
  return new Promise((resolve) => listening.get(url)?.getConnections((_, count) => resolve(count)))
}
