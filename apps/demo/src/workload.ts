import { createVerifier, generateKey, jwksKeys, type Signer, type Verifier } from 'wimse-ect'
import type { Message } from './message.ts'
import { register } from './registration.ts'
import { serve } from './serve.ts'

/** A process with an identity: what it has to do its work with. */
export interface Workload {
  /** Its SPIFFE ID. */
  readonly id: string
  /** Its own key, made in this process. */
  readonly key: Signer
  /** Verifies tokens that are meant for it. */
  readonly verifier: Verifier
  /** Where another workload takes tasks. */
  tasksOf(id: string): string
  /** URL of the ledger; absent in the modes without one. */
  readonly ledgerUrl: string | undefined
}

/** Answers one request. */
export type Handler = (request: Message, workload: Workload) => Promise<Message>

/**
 * Makes this process a workload: it generates its key, serves HTTP and registers its public key.
 *
 * @param routes handlers by method and path, e.g. `POST /tasks`
 * @param onConfigured called when a run begins
 */
export async function startWorkload(
  id: string,
  routes: Readonly<Record<string, Handler>>,
  onConfigured: () => void = () => {},
): Promise<void> {
  const { privateKey: key, publicJwk } = await generateKey({ kid: `${id}#key-1`, subject: id })
  let workload: Workload | undefined

  const bind = (handler: Handler) => async (request: Message) => {
    if (workload === undefined) throw new Error('not configured yet')
    return handler(request, workload)
  }
  const url = await serve(new Map(Object.entries(routes).map(([route, handler]) => [route, bind(handler)])))

  register({ url, publicJwk }, ({ keys, peers, ledgerUrl }) => {
    const verifier = createVerifier({ audience: id, keys: jwksKeys({ keys }) })
    const tasksOf = (peer: string) => {
      if (peers[peer] === undefined) throw new TypeError(`nobody is named ${peer}`)
      return `${peers[peer]}/tasks`
    }
    workload = { id, key, verifier, tasksOf, ledgerUrl }
    onConfigured()
  })
}
