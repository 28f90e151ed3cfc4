import type { LedgerEntry } from 'wimse-ect'
import { AgentRefusal } from './agent-refusal.ts'
import { hasShape } from './has-shape.ts'
import { textBytes, textOf } from './message.ts'
import { getJson, post, RefusedByPeer } from './post.ts'

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

/** All entries of a ledger, as it claims them to be: whoever relies on them verifies the tokens, see `auditLedger`. */
export async function readEntries(ledgerUrl: string): Promise<readonly LedgerEntry[]> {
  return readList(`${ledgerUrl}/entries`, isEntry)
}

/** The receipt of an entry, as the ledger gives it: whoever relies on it checks it with `checkReceipt`. */
export async function readReceipt(ledgerUrl: string, sequence: number): Promise<string> {
  const { body } = await post(`${ledgerUrl}/receipts`, { tokens: [], body: textBytes(String(sequence)) })
  return textOf(body)
}

/** Issuers of the equivocations that a ledger found. */
export async function readEquivocators(ledgerUrl: string): Promise<readonly string[]> {
  const found = await readList(`${ledgerUrl}/equivocations`, (value) => hasShape(value, { agent: 'string' }))
  return found.map(({ agent }) => agent)
}

async function readList<Item>(url: string, isItem: (value: unknown) => value is Item): Promise<readonly Item[]> {
  const list = await getJson(url)
  if (!Array.isArray(list) || !list.every(isItem)) throw new TypeError(`${url} answered something else`)
  return list
}

function isEntry(value: unknown): value is LedgerEntry {
  return hasShape(value, { sequence: 'number', compact: 'string', verifiedAt: 'number', storedAt: 'number' })
}
