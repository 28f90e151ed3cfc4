import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { NoteKeyPair } from '@wimse-ect/ledger'
import { onTestFinished } from 'vitest'
import type { Witness, WitnessEndpoint } from '../src/index.ts'
import { witnessListener } from '../src/node/witness-listener.ts'
import { witnessKeys, witnessOf } from './witnesses.ts'

/** Serves HTTP on a free loopback port until the test is over; returns the URL. */
export async function onLoopback(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  return `http://127.0.0.1:${address.port}`
}

/** A witness behind HTTP, as it is asked. */
export async function witnessOnLoopback(
  witness: Witness = witnessOf(),
  keys: NoteKeyPair = witnessKeys,
): Promise<WitnessEndpoint> {
  return { url: `${await onLoopback(witnessListener(witness))}/w1`, verifierKey: keys.verifierKey }
}

/** Something behind HTTP that says it is the witness. */
export async function liarOnLoopback(listener: RequestListener): Promise<WitnessEndpoint> {
  return { url: await onLoopback(listener), verifierKey: witnessKeys.verifierKey }
}
