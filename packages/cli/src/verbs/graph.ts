import type { LedgerEntry } from '@wimse-ect/ledger'
import { drawGraph, graphFormats } from '../draw-graph.ts'
import { readableLedgerFlags } from '../ledger-place.ts'
import { openReading, type ReadableLedger } from '../open-reading.ts'
import { print, tell } from '../output.ts'
import { oneOf } from '../read-option.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, type Verb } from '../verb.ts'

/** More would be no drawing that anybody can look at. */
const mostTasks = 5000

const flags = {
  ...readableLedgerFlags,
  workflow: { type: 'string', required: true, value: 'WID', help: 'the workflow that is drawn' },
  format: { type: 'string', value: 'F', help: 'mermaid, dot, svg or json (default mermaid)' },
  json: { type: 'boolean', help: 'the same as --format json' },
} as const

/** Draws a workflow. */
export const verb: Verb = defineVerb({
  name: 'graph',
  about: `Draws the tasks of a workflow, parents pointing to children, with parents of other workflows. Exits with 1 when the
ledger has no such workflow.`,
  flags,
  async run({ values }) {
    const { workflow, json = false } = values
    const named = oneOf(values.format, graphFormats, '--format')
    if (json && (named ?? 'json') !== 'json') throw new UsageError('--json and --format exclude each other')
    const format = named ?? (json ? 'json' : 'mermaid')
    const ledger = await openReading(values)
    try {
      const entries = await entriesOf(ledger, workflow)
      if (entries.length === 0) {
        tell('ect graph: the ledger has no such workflow')
        return 1
      }
      await print((await drawGraph(entries, ledger.ids, format)).trimEnd())
      return 0
    } finally {
      await ledger.close()
    }
  },
})

/** The entries of the workflow, and their parents outside of it. */
async function entriesOf(ledger: ReadableLedger, workflow: string): Promise<readonly LedgerEntry[]> {
  const entries = new Map<number, LedgerEntry>()
  for await (const entry of ledger.entriesOfWorkflow(workflow)) {
    entries.set(entry.sequence, entry)
    if (entries.size > mostTasks)
      throw new UsageError(`the workflow has more than ${mostTasks} tasks; list them instead`)
  }
  for (const { sequence } of [...entries.values()].flatMap(({ parents }) => parents)) {
    const parent = entries.has(sequence) ? undefined : await ledger.getBySequence(sequence)
    if (parent !== undefined) entries.set(sequence, parent)
  }
  return [...entries.values()].sort((a, b) => a.sequence - b.sequence)
}
