import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A client that writes what it likes. */
export interface RawClient {
  readonly socket: Socket
  /** Sends text, byte for byte. */
  send(text: string): void
  /** Everything that was received until there is as much as the pattern wants, or the connection is at its end. */
  until(pattern: RegExp): Promise<string>
  /** Everything that was received until the service ended the connection. */
  untilEnd(): Promise<string>
  /** Resolves when the connection has ended, in whatever way. */
  readonly gone: Promise<void>
  close(): void
}

/** Connects to a service. */
export async function rawClient(url: string): Promise<RawClient> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: false })
  let received = ''
  let isOver = false
  socket.on('data', (data) => {
    received += data.toString('latin1')
  })
  // A connection that is reset has ended, too.
  socket.on('error', () => undefined)
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isOver = true
      resolve()
    })
  })
  await once(socket, 'connect')
  const until = async (pattern: RegExp): Promise<string> => {
    while (!isOver && !pattern.test(received)) {
      await Promise.race([once(socket, 'data').catch(() => undefined), gone])
    }
    return received
  }
  return {
    socket,
    gone,
    send: (text) => void socket.write(text, 'latin1'),
    until,
    untilEnd: () => until(/(?!)/),
    close: () => void socket.destroy(),
  }
}

/** The status lines of answers. */
export function statuses(received: string): readonly number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
}
