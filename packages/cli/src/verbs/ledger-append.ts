import type { AppendResult } from '@wimse-ect/ledger'
import { createVerifier, jwksKeys } from 'wimse-ect'
import type { ExitCode } from '../exit-code.ts'
import { interruption } from '../interruption.ts'
import { idsOfLedger, judgingFlags, judgingOptions, readKeySet } from '../judging-options.ts'
import { ledgerFlags } from '../ledger-place.ts'
import { logKeyFlag, openWriting } from '../open-writing.ts'
import { print, tell } from '../output.ts'
import { jsonLine } from '../printable.ts'
import { showProgress } from '../progress.ts'
import { tokenBatches } from '../read-tokens.ts'
import { exitCodeOf } from '../report-failure.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

const flags = { ...ledgerFlags, ...judgingFlags, ...logKeyFlag, ...jsonFlag } as const

/** Records tokens. */
export const verb: Verb = defineVerb({
  name: 'ledger append',
  operands: 'TOKEN...',
  count: [1, Number.POSITIVE_INFINITY],
  about: `Verifies tokens, judges them against the ledger and records them, in the given order. TOKEN is a token, a file with
one token a line, or - for standard input, which may be endless.

Prints a line of JSON for each: {"ok":true,"sequence":...} once it is durable, or {"ok":false,"code":...}. A token that
is recorded already gets its first entry, so that repeating the command is safe. Exits with 1 when any was refused.`,
  flags,
  async run({ values, positionals }) {
    const options = judgingOptions(values)
    const keys = jwksKeys(await readKeySet(values.keys))
    const ledger = await openWriting(values)
    const interrupted = interruption()
    const progress = showProgress('tokens')
    const counts: Counts = { recorded: 0, refused: 0, failed: 0 }
    try {
      const verifier = createVerifier({ ...options, ids: idsOfLedger(ledger, options.ids), keys, ledger })
      for await (const tokens of untilAborted(tokenBatches(positionals, interrupted), interrupted.signal)) {
        await printResults(await verifier.recordMany(tokens), counts)
        progress.update(counts.recorded + counts.refused + counts.failed)
      }
    } finally {
      progress.end()
      await ledger.close()
      interrupted.end()
    }
    return summary(counts)
  },
})

interface Counts {
  recorded: number
  refused: number
  failed: number
}

async function printResults(results: readonly AppendResult[], counts: Counts): Promise<void> {
  for (const result of results) {
    if (result.ok) counts.recorded += 1
    else counts[exitCodeOf(result.error) === 1 ? 'refused' : 'failed'] += 1
  }
  if (results.length > 0) await print(results.map((result) => jsonLine(lineOf(result))).join('\n'))
}

function summary({ recorded, refused, failed }: Counts): ExitCode {
  tell(`${recorded} recorded, ${refused} refused${failed === 0 ? '' : `, ${failed} not judged`}`)
  if (failed > 0) return 3
  return refused === 0 ? 0 : 1
}

function lineOf(result: AppendResult): object {
  if (result.ok) {
    const { sequence, taskId } = result.entry
    return { ok: true, sequence, taskId, duplicate: result.duplicate }
  }
  const { code, section, message } = result.error
  return { ok: false, code, section, message }
}

/** Ends quietly where the signal breaks the reading off. */
async function* untilAborted<Thing>(things: AsyncIterable<Thing>, signal: AbortSignal): AsyncGenerator<Thing> {
  try {
    for await (const thing of things) {
      yield thing
      if (signal.aborted) return
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
