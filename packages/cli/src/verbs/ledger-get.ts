import { entryJson, entryText } from '../entry-text.ts'
import { readableLedgerFlags } from '../ledger-place.ts'
import { openReading } from '../open-reading.ts'
import { print, tell } from '../output.ts'
import { selectEntries, selectionFlags } from '../select-entries.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

/** Shows entries. */
export const verb: Verb = defineVerb({
  name: 'ledger get',
  operands: '[SEQUENCE|TASK_ID|TOKEN]',
  count: [0, 1],
  about: `Shows the entry with a sequence or of a token, or all entries with a task id: one JSON object a line with --json.
Exits with 1 when there is none.`,
  flags: { ...readableLedgerFlags, ...selectionFlags, ...jsonFlag },
  async run({ values, positionals }) {
    const ledger = await openReading(values)
    try {
      const entries = await selectEntries(ledger, values, positionals)
      const write = values.json === true ? entryJson : entryText
      for (const entry of entries) await print(write(entry, ledger.ids))
      if (entries.length > 0) return 0
      tell('ect ledger get: there is no such entry')
      return 1
    } finally {
      await ledger.close()
    }
  },
})
