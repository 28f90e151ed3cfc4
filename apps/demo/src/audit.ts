import {
  createVerifier,
  defaultTimes,
  type KeyResolver,
  type LedgerEntry,
  MemoryLedger,
  type TaskRecord,
} from 'wimse-ect'
import { identities } from './identities.ts'
import { readEntries } from './ledger-client.ts'
import { expectEqual } from './surprise.ts'

/** A ledger as an auditor read it. */
export interface AuditedLedger {
  readonly entries: readonly LedgerEntry[]
  readonly records: readonly TaskRecord[]
}

/**
 * Reads a ledger without trusting it: every token is verified and admitted again, in the order of the ledger and at the
 * time it claims, and must come out as the same entry [LEDGER-TOKEN-IS-RECORD].
 *
 * @param maxLatenessSeconds how late the ledger lets tokens come
 * @throws Surprise when an entry is not what its token says; EctError when a token does not hold
 */
export async function auditLedger(url: string, keys: KeyResolver, maxLatenessSeconds = 0): Promise<AuditedLedger> {
  const verifier = createVerifier({
    audience: identities.ledger,
    keys,
    ledger: new MemoryLedger(),
    expiryLeeway: maxLatenessSeconds,
    maxAge: defaultTimes.maxAge + maxLatenessSeconds,
  })
  const entries: LedgerEntry[] = []
  const records: TaskRecord[] = []
  for (const { decision, ...claim } of await readEntries(url)) {
    const token = await verifier.verify(claim.compact, { now: claim.verifiedAt })
    const entry = { ...(await verifier.record(token)), storedAt: claim.storedAt }
    expectEqual(`entry ${entry.sequence}`, claim, JSON.parse(JSON.stringify(entry)))
    expectEqual(`decision of entry ${entry.sequence}`, decision, token.task.decision)
    entries.push(entry)
    records.push({ task: token.task, sequence: entry.sequence })
  }
  return { entries, records }
}
