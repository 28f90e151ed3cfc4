import { type EctStore, type IdKind, isJsonObject, type JsonObject, type JsonValue, type Task } from '@wimse-ect/claims'
import type { LedgerEntry } from '@wimse-ect/ledger'
import { restoreRecord, type StoredRecord, tokenIdentity } from '@wimse-ect/ledger/durable'
import type { ServicePlace } from './ledger-place.ts'
import type { ReadableLedger } from './open-reading.ts'
import { notOurs, ServiceClient } from './service-client.ts'

const pageSize = '200'

/**
 * A ledger behind its service, for reading. Of an entry only token, sequences and times are taken; all else is read from
 * the token, as from a database.
 */
export async function openService(place: ServicePlace): Promise<ReadableLedger> {
  const client = await ServiceClient.open(place)
  const log = await client.json('/log')
  const { ids, logKey } = log ?? {}
  if (ids !== 'uuid' && ids !== 'opaque') throw notOurs()
  if (logKey !== undefined && typeof logKey !== 'string') throw notOurs()
  return new LedgerService(client, ids, logKey)
}

class LedgerService implements ReadableLedger {
  readonly ids: IdKind
  readonly logKey: string | undefined
  readonly #client: ServiceClient

  constructor(client: ServiceClient, ids: IdKind, logKey: string | undefined) {
    this.#client = client
    this.ids = ids
    this.logKey = logKey
  }

  async findEntry(signingInput: string): Promise<LedgerEntry | undefined> {
    const identity = tokenIdentity(signingInput)
    if (identity === undefined) return undefined
    const entry = await this.getByTokenId(identity.issuer, identity.tokenId)
    return entry?.compact.startsWith(`${signingInput}.`) ? entry : undefined
  }

  async getBySequence(sequence: number): Promise<LedgerEntry | undefined> {
    return this.#entry(await this.#client.json(`/entries/${sequence}`))
  }

  async getByTaskId(taskId: string, workflowId?: string): Promise<readonly LedgerEntry[]> {
    return (await this.#recordsOf(taskId, workflowId)).map(({ entry }) => entry)
  }

  async getByTokenId(issuer: string, tokenId: string): Promise<LedgerEntry | undefined> {
    return this.#entry(await this.#client.json('/tokens', { iss: issuer, jti: tokenId }))
  }

  entries(fromSequence = 0): AsyncGenerator<LedgerEntry> {
    return this.#pages('/entries', fromSequence)
  }

  entriesOfWorkflow(workflowId: string): AsyncGenerator<LedgerEntry> {
    return this.#pages(`/workflows/${encodeURIComponent(workflowId)}`)
  }

  entriesOfAgent(agent: string): AsyncGenerator<LedgerEntry> {
    return this.#pages(`/agents/${encodeURIComponent(agent)}`)
  }

  async storeFor({ taskId, parents }: Task): Promise<EctStore> {
    const records = new Map<string, readonly StoredRecord[]>()
    for (const id of new Set([taskId, ...parents])) records.set(id, await this.#recordsOf(id))
    const recordsOf = (id: string): readonly StoredRecord[] => records.get(id) ?? []
    const recordsIn = (id: string, workflowId: string | undefined): readonly StoredRecord[] =>
      recordsOf(id).filter(({ task }) => task.workflowId === workflowId)
    return { parentsFirst: true, recordsOf, recordsIn }
  }

  async checkpoint(): Promise<string> {
    return this.#signed(await this.#client.text('/checkpoint'))
  }

  async receipt(sequence: number): Promise<string> {
    return this.#signed(await this.#client.text(`/entries/${sequence}/receipt`))
  }

  async close(): Promise<void> {
    // Nothing is held between two requests.
  }

  async #recordsOf(taskId: string, workflowId?: string): Promise<readonly StoredRecord[]> {
    const query = workflowId === undefined ? {} : { wid: workflowId }
    const answer = await this.#client.json(`/tasks/${encodeURIComponent(taskId)}`, query)
    return answer === undefined ? [] : this.#records(answer)
  }

  async *#pages(path: string, fromSequence = 0): AsyncGenerator<LedgerEntry> {
    for (let from: JsonValue | undefined = fromSequence; typeof from === 'number'; ) {
      const page = await this.#client.json(path, { from: String(from), limit: pageSize })
      if (page === undefined) return
      for (const { entry } of this.#records(page)) yield entry
      const { next }: JsonObject = page
      if (typeof next === 'number' && next <= from) throw notOurs()
      from = next
    }
  }

  #records({ entries }: JsonObject): readonly StoredRecord[] {
    return listIn(entries).map((entry) => this.#record(entry))
  }

  #entry(value: JsonObject | undefined): LedgerEntry | undefined {
    return value === undefined ? undefined : this.#record(value).entry
  }

  #record(value: JsonObject): StoredRecord {
    const { sequence, token, verifiedAt, storedAt } = value
    const parents = listIn(value.parents).map((parent) => parent.sequence)
    const isEntry = isNumber(sequence) && isNumber(verifiedAt) && isNumber(storedAt) && typeof token === 'string'
    if (!isEntry || !parents.every(isNumber)) throw notOurs()
    return restoreRecord({ sequence, compact: token, verifiedAt, storedAt, parents }, this.ids)
  }

  #signed(text: string | undefined): string {
    if (text === undefined) throw new TypeError('the ledger signs nothing: it was created without a key')
    return text
  }
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function listIn(value: unknown): readonly JsonObject[] {
  if (isList(value) && value.every(isJsonObject)) return value
  throw notOurs()
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}
