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
  socket.once('close', () => {
    isOver = true
  })
  await once(socket, 'connect')
  const until = async (pattern: RegExp): Promise<string> => {
    while (!isOver && !pattern.test(received)) {
      await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => undefined)
    }
    return received
  }
  return {
    socket,
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
