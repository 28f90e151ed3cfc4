import { describe, expect, it } from 'vitest'
import { dagSettings } from '../src/dag-options.ts'
import { createAdmission } from '../src/index.ts'
import { isRemedy } from '../src/remedy.ts'

describe('dagSettings', () => {
  it('[DAG-TIME-SKEW] [DAG-LIMIT] [DAG-PARENT-OTHER-WORKFLOW] has the defaults of the rules', () => {
    const defaults = {
      crossWorkflowParents: false,
      mixedRevisions: false,
      clockSkew: 30,
      maxAncestors: 10_000,
      isRemedy,
    }
    expect(dagSettings()).toEqual(defaults)
    expect(dagSettings({ clockSkew: undefined, maxAncestors: undefined })).toEqual(defaults)
  })

  it('takes other values, 0 among them', () => {
    const options = {
      crossWorkflowParents: true,
      mixedRevisions: true,
      clockSkew: 0,
      maxAncestors: 0,
      isRemedy: () => true,
    }
    expect(dagSettings(options)).toEqual(options)
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a clock skew of %d seconds', (clockSkew) => {
    expect(() => dagSettings({ clockSkew })).toThrow(TypeError)
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a limit of %d ancestors', (maxAncestors) => {
    expect(() => dagSettings({ maxAncestors })).toThrow(TypeError)
  })

  it('is asked when an admission is made, not when the first token comes', () => {
    expect(() => createAdmission({ clockSkew: -1 })).toThrow(TypeError)
  })
})
