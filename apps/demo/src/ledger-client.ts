import { AgentRefusal } from './agent-refusal.ts'
import { post, RefusedByPeer } from './post.ts'

/**
 * Has the ledger judge and record a token. Safe to repeat: a token that is recorded already stays as it is.
 *
 * @throws AgentRefusal when the ledger refuses the token; it alone knows why, see its log
 */
export async function recordAt(ledgerUrl: string | undefined, token: string): Promise<void> {
  if (ledgerUrl === undefined) throw new TypeError('there is no ledger in this mode')
  try {
    await post(`${ledgerUrl}/entries`, { tokens: [token], body: new Uint8Array() })
  } catch (error) {
    if (error instanceof RefusedByPeer && error.status === 403) throw new AgentRefusal('the ledger refused the token')
    throw error
  }
}
