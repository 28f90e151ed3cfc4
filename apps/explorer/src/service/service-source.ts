import { EctError } from '@wimse-ect/claims'
import {
  formatTilePath,
  makeReceipt,
  nodesFromTiles,
  parseCheckpoint,
  proveInclusion,
  type ReadTile,
} from '@wimse-ect/ledger'
import { checkSequences } from './check-sequences.ts'
import type { Entry } from './entry.ts'
import type { LedgerApi } from './ledger-api.ts'
import type { Evidence, LedgerSource, Workflow } from './ledger-source.ts'
import { LoadError } from './load-error.ts'
import type { LogFacts } from './log-facts.ts'

const pageSize = 1000

/** Most tasks of a workflow that the page loads: more cannot be drawn so that anybody could read it. */
export const maxTasks = 2000

/** Workflows as the ledger service gives them. Methods throw LoadError. */
export class ServiceSource implements LedgerSource {
  readonly kind = 'service'
  readonly #api: LedgerApi

  constructor(api: LedgerApi) {
    this.#api = api
  }

  logFacts(): Promise<LogFacts> {
    return this.#api.logFacts()
  }

  keySet(): Promise<string | undefined> {
    return this.#api.text('keys')
  }

  async workflow(workflowId: string): Promise<Workflow> {
    const [log, { entries, isCut }] = await Promise.all([this.#api.logFacts(), this.#entries(workflowId)])
    if (entries.length === 0) throw new LoadError('missing')
    const outside = await this.#parentsOutside(entries)
    try {
      checkSequences({ entries, outside })
    } catch (cause) {
      throw new LoadError('malformed', { cause })
    }
    return { workflowId, log, entries, isCut, outside }
  }

  /** Receipts that all lead to one checkpoint, made from the log's tiles: a few requests for hundreds of entries. */
  async evidence({ entries, outside }: Workflow): Promise<Evidence | undefined> {
    const checkpoint = await this.#api.text('checkpoint')
    if (checkpoint === undefined) return undefined
    try {
      const { size } = parseCheckpoint(checkpoint)
      const readNodes = nodesFromTiles(
        rememberTiles((path) => this.#api.bytes(formatTilePath(path))),
        size,
      )
      const receipts = new Map<number, string>()
      for (const { sequence } of [...entries, ...outside]) {
        const proof = await proveInclusion(sequence, size, readNodes)
        receipts.set(sequence, makeReceipt({ token: undefined, sequence, proof, checkpoint }))
      }
      return { checkpoint, receipts }
    } catch (cause) {
      if (cause instanceof EctError) throw new LoadError('malformed', { cause })
      throw cause
    }
  }

  async #entries(workflowId: string): Promise<{ entries: readonly Entry[]; isCut: boolean }> {
    const entries: Entry[] = []
    let from: number | undefined = 0
    while (from !== undefined && entries.length < maxTasks) {
      const page = await this.#api.entriesOfWorkflow(workflowId, from, pageSize)
      entries.push(...page.entries)
      from = page.next
    }
    return { entries, isCut: from !== undefined }
  }

  async #parentsOutside(entries: readonly Entry[]): Promise<readonly Entry[]> {
    const inside = new Set(entries.map(({ sequence }) => sequence))
    const parents = entries.flatMap((entry) => entry.parents.map(({ sequence }) => sequence))
    const missing = [...new Set(parents)].filter((sequence) => !inside.has(sequence)).sort((a, b) => a - b)
    const found: Entry[] = []
    for (const sequence of missing.slice(0, maxTasks)) {
      // A parent that the service no longer shows is left out; verification then says that it is missing.
      const entry = await this.#api.entry(sequence).catch(ignoreMissing)
      if (entry !== undefined) found.push(entry)
    }
    return found
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof LoadError) || error.failure !== 'missing') throw error
}

function rememberTiles(readTile: ReadTile): ReadTile {
  const tiles = new Map<string, Promise<Uint8Array | undefined>>()
  return (path) => {
    const key = formatTilePath(path)
    const tile = tiles.get(key) ?? readTile(path)
    tiles.set(key, tile)
    return tile
  }
}
