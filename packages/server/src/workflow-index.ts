import { EctError, type PolicyDecision } from '@wimse-ect/claims'
import type { Ledger, LedgerEntry } from '@wimse-ect/ledger'
import { addEntry, newSummary, summaryJson, type WorkflowJson, type WorkflowSummary } from './workflow-summary.ts'

/** Which workflows are listed; what is left out does not matter. */
export interface WorkflowQuery {
  readonly agent?: string | undefined
  readonly action?: string | undefined
  readonly decision?: PolicyDecision | undefined
  /** Seconds since 1970: with an entry that was stored then or later. */
  readonly since?: number | undefined
  /** Seconds since 1970: with an entry that was stored then or earlier. */
  readonly until?: number | undefined
  /** Beginning of a workflow id, or part of an agent or an action; in either case. */
  readonly q?: string | undefined
  /** Only workflows whose last entry has a smaller sequence. */
  readonly before?: number | undefined
  readonly limit: number
}

/** Some workflows, and the `before` of the following ones. */
export interface WorkflowPage {
  readonly workflows: readonly WorkflowJson[]
  readonly next?: number
}

/** Entries that are read before others get their turn. */
const groupSize = 200
/** More missing entries than this are not waited for. */
const maxBehind = 20_000

/**
 * The workflows of a ledger, which itself can find their entries but has no list of them: a projection in memory, made
 * by reading the entries once and then those that are added, by whatever process.
 *
 * It holds the workflows that were written to last, {@link maxWorkflows} at most. Of one that was dropped and is
 * written to again, what came before is missing in its figures. Whoever needs more reads the entries.
 */
export class WorkflowIndex {
  readonly #ledger: Ledger
  readonly #maxWorkflows: number
  /** The one that was written to last is the last. */
  readonly #summaries = new Map<string, WorkflowSummary>()
  #next = 0
  #reading: Promise<void> | undefined
  #isStopped = false

  constructor(ledger: Ledger, maxWorkflows: number) {
    this.#ledger = ledger
    this.#maxWorkflows = maxWorkflows
  }

  /** Reads what the ledger has and the projection has not. */
  async catchUp(): Promise<void> {
    const size = await this.#ledger.size()
    while (this.#next < size && !this.#isStopped) await this.#readOn()
  }

  /**
   * The workflows that a query asks for, the one that was written to last first. Everything that was acknowledged
   * before counts.
   *
   * @throws EctError `ECT_LEDGER_UNAVAILABLE` while the entries of a large ledger are still being read
   */
  async page(query: WorkflowQuery): Promise<WorkflowPage> {
    if ((await this.#ledger.size()) - this.#next > maxBehind) {
      this.#readOn().catch(() => undefined)
      throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'workflows' })
    }
    await this.catchUp()
    const workflows: WorkflowJson[] = []
    for (const summary of [...this.#summaries.values()].reverse()) {
      if (!fits(summary, query)) continue
      if (workflows.length === query.limit) return { workflows, next: workflows.at(-1)?.lastSequence ?? 0 }
      workflows.push(summaryJson(summary))
    }
    return { workflows }
  }

  /** Ends the reading that is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#reading?.catch(() => undefined)
  }

  /** One reading at a time, whoever asks. */
  #readOn(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #read(): Promise<void> {
    for await (const entry of this.#ledger.entries(this.#next)) {
      if (this.#isStopped) return
      this.#add(entry)
      this.#next = entry.sequence + 1
      if (this.#next % groupSize === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #add(entry: LedgerEntry): void {
    const { workflowId } = entry
    if (workflowId === undefined) return
    const summary = this.#summaries.get(workflowId) ?? newSummary(workflowId, entry)
    addEntry(summary, entry, this.#ledger.ids)
    this.#summaries.delete(workflowId)
    this.#summaries.set(workflowId, summary)
    const [oldest] = this.#summaries.keys()
    if (this.#summaries.size > this.#maxWorkflows && oldest !== undefined) this.#summaries.delete(oldest)
  }
}

function fits(summary: WorkflowSummary, query: WorkflowQuery): boolean {
  const { agent, action, decision, since, until, before, q } = query
  return (
    (before === undefined || summary.lastSequence < before) &&
    (agent === undefined || summary.agents.has(agent)) &&
    (action === undefined || summary.actions.has(action)) &&
    (decision === undefined || summary.decisions.has(decision)) &&
    (since === undefined || summary.lastAt >= since) &&
    (until === undefined || summary.firstAt <= until) &&
    (q === undefined || matches(summary, q.toLowerCase()))
  )
}

function matches({ workflowId, agents, actions }: WorkflowSummary, text: string): boolean {
  const contains = (name: string): boolean => name.toLowerCase().includes(text)
  return workflowId.toLowerCase().startsWith(text) || [...agents].some(contains) || [...actions].some(contains)
}
