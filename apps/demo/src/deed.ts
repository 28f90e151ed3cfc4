import type { RequestClaims } from '@wimse-ect/http'
import { contentHash, type PolicyDecision } from 'wimse-ect'
import { identities } from './identities.ts'

/** What an agent says about its work; the other claims are the same for all agents. */
export interface Deed {
  readonly action: string
  readonly policy: string
  /** Default `approved`. */
  readonly decision?: PolicyDecision
  /** Whom the token is for, beside the ledger. */
  readonly audience: readonly string[]
  readonly input: Uint8Array
  /** Further claims. */
  readonly more?: Partial<RequestClaims>
}

/** The claims of a task; from what it follows and what came out is filled in by who issues the token. */
export async function claimsOf(id: string, deed: Deed): Promise<RequestClaims> {
  return {
    aud: [...deed.audience, identities.ledger],
    exec_act: deed.action,
    pol: deed.policy,
    pol_decision: deed.decision ?? 'approved',
    pol_enforcer: id,
    inp_hash: await contentHash(deed.input),
    regulated_domain: 'medtech',
    ...deed.more,
  }
}
