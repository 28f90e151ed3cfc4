import { matchesContentHash } from 'wimse-ect'
import { AgentRefusal } from './agent-refusal.ts'

/** Refuses bytes that are not those a verified token speaks of. */
export async function checkContent(hash: string | undefined, bytes: Uint8Array): Promise<void> {
  if (hash === undefined || !(await matchesContentHash(hash, bytes))) {
    throw new AgentRefusal('the body is not what the token speaks of')
  }
}
