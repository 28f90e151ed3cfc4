import type { LedgerEntry } from '@wimse-ect/ledger'
import { entryJson, entryLine } from '../entry-text.ts'
import { readableLedgerFlags } from '../ledger-place.ts'
import { openReading, type ReadableLedger } from '../open-reading.ts'
import { print } from '../output.ts'
import { wholeNumber } from '../read-option.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

const flags = {
  ...readableLedgerFlags,
  workflow: { type: 'string', value: 'WID', help: 'only entries of this workflow' },
  agent: { type: 'string', value: 'SPIFFE_ID', help: 'only entries of this agent' },
  from: { type: 'string', value: 'N', help: 'the first sequence that is listed (default 0)' },
  limit: { type: 'string', value: 'N', help: 'at most so many entries (default: all)' },
  ...jsonFlag,
} as const

/** Lists entries. */
export const verb: Verb = defineVerb({
  name: 'ledger list',
  about: `Lists entries in order of sequence: a line each, or with --json an object a line, token included.`,
  flags,
  async run({ values }) {
    const from = wholeNumber(values.from, '--from') ?? 0
    const limit = wholeNumber(values.limit, '--limit') ?? Number.POSITIVE_INFINITY
    const { workflow, agent, json = false } = values
    if (workflow !== undefined && agent !== undefined) throw new UsageError('--workflow and --agent exclude each other')
    const ledger = await openReading(values)
    try {
      let listed = 0
      for await (const entry of entriesOf(ledger, { workflow, agent, from })) {
        if (entry.sequence < from) continue
        if (listed >= limit) break
        await print((json ? entryJson : entryLine)(entry, ledger.ids))
        listed += 1
      }
    } finally {
      await ledger.close()
    }
    return 0
  },
})

interface Filter {
  readonly workflow: string | undefined
  readonly agent: string | undefined
  readonly from: number
}

function entriesOf(ledger: ReadableLedger, { workflow, agent, from }: Filter): AsyncIterable<LedgerEntry> {
  if (workflow !== undefined) return ledger.entriesOfWorkflow(workflow)
  return agent === undefined ? ledger.entries(from) : ledger.entriesOfAgent(agent)
}
