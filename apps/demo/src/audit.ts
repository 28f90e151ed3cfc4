import { createVerifier, type KeyResolver, type LedgerEntry, MemoryLedger, type TaskRecord } from 'wimse-ect'
import { identities } from './identities.ts'
import { readEntries } from './ledger-client.ts'
import { expectEqual } from './surprise.ts'

/** A ledger as an auditor read it. */
export interface AuditedLedger {
  readonly entries: readonly LedgerEntry[]
  readonly records: readonly TaskRecord[]
}

/**
 * Reads a ledger and trusts it in nothing: every token is verified and admitted again, in the order of the ledger and at
 * the time it claims, and must come out as the same entry.
 *
 * @param maxLatenessSeconds how late the ledger lets tokens come
 * @throws Surprise when an entry is not what its token says; EctError when a token does not hold
 */
export async function auditLedger(url: string, keys: KeyResolver, maxLatenessSeconds = 0): Promise<AuditedLedger> {
  const ledger = new MemoryLedger({ maxLatenessSeconds })
  const verifier = createVerifier({ audience: identities.ledger, keys, ledger })
  const entries: LedgerEntry[] = []
  for (const claim of await readEntries(url)) {
    const entry = { ...(await verifier.record(claim.token, { now: claim.verifiedAt })), storedAt: claim.storedAt }
    expectEqual(`entry ${entry.sequence}`, claim, JSON.parse(JSON.stringify(entry)))
    entries.push(entry)
  }
  const store = await ledger.recordsOf(entries.map(({ taskId }) => taskId))
  return { entries, records: entries.flatMap(({ taskId }) => store.recordsOf(taskId)) }
}
