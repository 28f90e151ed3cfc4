import { createAdaptorServer } from '@hono/node-server'
import type { Issuer } from '@wimse-ect/http'
import { createVerifier, generateKey, jwksKeys, type Verifier } from 'wimse-ect'
import type { AgentApp } from './agent-app.ts'
import { listen } from './listen.ts'
import { register, type Settings } from './registration.ts'

/** A process with an identity: what it has to do its work with. */
export interface Workload {
  /** Its SPIFFE ID. */
  readonly id: string
  /** Its SPIFFE ID and its own key, made in this process. */
  readonly issuer: Issuer
  /** Verifies tokens that are meant for it. */
  readonly verifier: Verifier
  /** URL of the ledger; `undefined` in the modes without one. */
  readonly ledgerUrl: string | undefined
  /** Where another workload takes tasks. */
  tasksOf(id: string): string
  /** Serves the application on a free loopback port and registers the public key. */
  serve(app: Pick<AgentApp, 'fetch'>): Promise<void>
}

/**
 * Makes this process a workload.
 *
 * @param onConfigured called when a run begins
 */
export async function createWorkload(id: string, onConfigured: () => void = () => {}): Promise<Workload> {
  const { privateKey: key, publicJwk } = await generateKey({ kid: `${id}#key-1`, subject: id })
  let settings: Settings = { keys: [], peers: {} }
  let keys = jwksKeys(settings)
  return {
    id,
    issuer: { id, key },
    // One for all runs: it remembers what it has seen.
    verifier: createVerifier({ audience: id, keys: (kid) => keys(kid) }),
    get ledgerUrl() {
      return settings.ledgerUrl
    },
    tasksOf(peer) {
      const url = settings.peers[peer]
      if (url === undefined) throw new TypeError(`nobody is named ${peer}`)
      return `${url}/tasks`
    },
    async serve({ fetch }) {
      const url = await listen(createAdaptorServer({ fetch }))
      register({ url, publicJwk }, (changed) => {
        settings = changed
        keys = jwksKeys(changed)
        onConfigured()
      })
    },
  }
}
