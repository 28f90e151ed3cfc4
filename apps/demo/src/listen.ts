import { once } from 'node:events'
import type { Server } from 'node:net'

/** Has a server listen on a free loopback port and returns the URL. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  return `http://127.0.0.1:${address.port}`
}
