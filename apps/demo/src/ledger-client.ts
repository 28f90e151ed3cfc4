import { executionContextMediaType, type LedgerEntry, type TransparencyLog, writeExecutionContextBody } from 'wimse-ect'
import { AgentRefusal } from './agent-refusal.ts'
import { textOf } from './bytes.ts'
import { hasShape } from './has-shape.ts'
import { bodyOf, getJson, RefusedByPeer, send } from './http-client.ts'
import { Surprise } from './surprise.ts'

/**
 * Has the ledger judge and record a token. Safe to repeat: a token that is recorded already stays as it is.
 *
 * @throws AgentRefusal when the ledger refuses the token; see its log
 */
export async function recordAt(ledgerUrl: string | undefined, token: string): Promise<void> {
  if (ledgerUrl === undefined) throw new TypeError('there is no ledger in this mode')
  try {
    await submit(ledgerUrl, [token])
  } catch (error) {
    if (error instanceof RefusedByPeer && error.status === 403) throw new AgentRefusal('the ledger refused the token')
    throw error
  }
}

/** Has the ledger record tokens, parents first; one that it refuses is a Surprise. */
export async function recordAllAt(ledgerUrl: string, tokens: readonly string[]): Promise<void> {
  const answer = await submit(ledgerUrl, tokens)
  const results = listIn(answer, 'results', (value) => hasShape(value, { ok: 'boolean' }))
  if (!results.every(({ ok }) => ok)) throw new Surprise('the ledger refused a token')
}

/** An entry as a ledger claims it to be: whoever relies on it verifies the token, see `auditLedger`. */
export interface ClaimedEntry extends LedgerEntry {
  readonly decision: string
}

/** All entries of a ledger. */
export async function readEntries(ledgerUrl: string): Promise<readonly ClaimedEntry[]> {
  const entries: ClaimedEntry[] = []
  for (let from: number | undefined = 0; from !== undefined; ) {
    const page = await getJson(`${ledgerUrl}/entries?from=${from}&limit=1000`)
    entries.push(...listIn(page, 'entries', isEntry).map(({ token, ...entry }) => ({ ...entry, compact: token })))
    from = hasShape(page, { next: 'number' }) ? page.next : undefined
  }
  return entries
}

/** Issuers of the equivocations that a ledger found. */
export async function readEquivocators(ledgerUrl: string): Promise<readonly string[]> {
  const found = listIn(await getJson(`${ledgerUrl}/equivocations`), 'equivocations', (value) =>
    hasShape(value, { agent: 'string' }),
  )
  return found.map(({ agent }) => agent)
}

/** The log of a ledger, as far as witnesses and receipts need it. What it says is checked by whoever gets it. */
export function logAt(
  ledgerUrl: string,
): Pick<TransparencyLog, 'checkpoint' | 'receipt' | 'inclusionProof' | 'consistencyProof'> {
  const readText = async (path: string): Promise<string> => textOf(await bodyOf(await send(ledgerUrl + path)))
  const readProof = async (path: string): Promise<Uint8Array[]> => {
    const hashes = listIn(await getJson(ledgerUrl + path), 'proof', (value) => typeof value === 'string')
    return hashes.map((hash) => Buffer.from(String(hash), 'base64'))
  }
  return {
    checkpoint: () => readText('/checkpoint'),
    receipt: (sequence) => readText(`/entries/${sequence}/receipt`),
    inclusionProof: (sequence, size) => readProof(`/proof/inclusion?sequence=${sequence}&size=${size}`),
    consistencyProof: (from, to) => readProof(`/proof/consistency?from=${from}&to=${to}`),
  }
}

async function submit(ledgerUrl: string, tokens: readonly string[]): Promise<unknown> {
  const headers = { 'content-type': executionContextMediaType }
  const body = writeExecutionContextBody(tokens)
  return JSON.parse(textOf(await bodyOf(await send(`${ledgerUrl}/ects`, { method: 'POST', headers, body }))))
}

function listIn<Item>(answer: unknown, name: string, isItem: (value: unknown) => value is Item): readonly Item[] {
  const list: unknown = hasShape(answer, { [name]: 'object' }) ? answer[name] : undefined
  if (!Array.isArray(list) || !list.every(isItem)) throw new TypeError(`the ledger answered without ${name}`)
  return list
}

function isEntry(value: unknown): value is Omit<ClaimedEntry, 'compact'> & { readonly token: string } {
  return hasShape(value, { sequence: 'number', token: 'string', verifiedAt: 'number', storedAt: 'number' })
}
