import type { Socket } from 'node:net'
import { clientKey } from './client-key.ts'

/** Counts the connections of each client, so that no client takes those of all others. */
export class ConnectionCounter {
  readonly #most: number
  readonly #connections = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** Takes a new connection into account; false when its client has too many, and it has to be closed. */
  admit(socket: Socket): boolean {
    const client = clientKey(socket.remoteAddress ?? '')
    const others = this.#connections.get(client) ?? 0
    if (others >= this.#most) return false
    this.#connections.set(client, others + 1)
    socket.once('close', () => {
      const left = (this.#connections.get(client) ?? 1) - 1
      if (left > 0) this.#connections.set(client, left)
      else this.#connections.delete(client)
    })
    return true
  }
}
