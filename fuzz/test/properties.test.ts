import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { corpusFolder, readCorpus } from '../src/corpus.ts'
import { checkInput } from '../src/engine/check-input.ts'
import { loadTarget, seedsOf, targetModule, targetNames } from '../src/targets.ts'
import { changedInputs } from './changed-inputs.ts'

/** Chosen so that all of them together take less than a minute. */
const runs = 1000
const costlyRuns = 200

describe.each(targetNames)('every property of %s holds', (name) => {
  it('for every input it starts from, and every one that was saved', async () => {
    const target = await loadTarget(targetModule(name))
    const inputs = [...seedsOf(target), ...readCorpus(corpusFolder, name)]
    expect(inputs.length).toBeGreaterThan(0)
    for (const input of inputs) {
      await expect(checkInput(target, input), Buffer.from(input).toString('latin1')).resolves.toBeUndefined()
    }
  })

  it('for changed ones, the same on every run', async () => {
    const target = await loadTarget(targetModule(name))
    const inputs = [...seedsOf(target), ...readCorpus(corpusFolder, name)].filter(({ length }) => length < 20_000)
    await fc.assert(
      fc.asyncProperty(changedInputs(inputs), async (input) => {
        expect(await checkInput(target, input)).toBeUndefined()
      }),
      { numRuns: target.isCostly === true ? costlyRuns : runs, seed: 1 },
    )
  })
})
