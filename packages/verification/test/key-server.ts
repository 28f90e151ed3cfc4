import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A key server on loopback whose answer can be changed while it runs. */
export interface KeyServer {
  readonly url: string
  /** How many requests have come in. */
  requests: number
  /** The answer to every request from now on. */
  answer: (response: ServerResponse) => void
  close(): Promise<void>
}

/** Starts a key server; it answers with 500 until it is told otherwise. */
export async function startKeyServer(): Promise<KeyServer> {
  const listener: RequestListener = (_, response) => {
    keyServer.requests++
    keyServer.answer(response)
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const keyServer: KeyServer = {
    url: `http://127.0.0.1:${port}/jwks.json`,
    requests: 0,
    answer: status(500),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return keyServer
}

/** Answers with JSON. */
export function json(value: unknown): KeyServer['answer'] {
  return text(JSON.stringify(value))
}

/** Answers 200 with this text. */
export function text(body: string): KeyServer['answer'] {
  return (response) => response.setHeader('content-type', 'application/json').end(body)
}

/** Answers with an empty body and this status. */
export function status(code: number): KeyServer['answer'] {
  return (response) => response.writeHead(code, { location: '/elsewhere' }).end()
}
