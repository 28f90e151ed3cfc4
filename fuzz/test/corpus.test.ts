import { describe, expect, it } from 'vitest'
import { readCorpus } from '../src/corpus.ts'
import { checkInput } from '../src/engine/check-input.ts'
import { loadTarget, seedsOf, targetNames } from '../src/targets.ts'

describe.each(targetNames)('every property of %s holds', (name) => {
  it('for every input it starts from, and every one that was saved', async () => {
    const target = await loadTarget(name)
    const inputs = [...seedsOf(target), ...readCorpus(name)]
    expect(inputs.length).toBeGreaterThan(0)
    for (const input of inputs) {
      const tried = checkInput(target, input).then(() => undefined)
      await expect(tried, Buffer.from(input).toString('latin1')).resolves.toBeUndefined()
    }
  })
})
