import { expect, it, vi } from 'vitest'
import { admit } from '../src/admit.ts'
import { inspect } from '../src/inspect.ts'
import { listed } from './refusal.ts'
import { ledgerOf, ledgerRecords, task, verified } from './tasks.ts'

// A revision without the parent policy, as ect-00 is, and with sections of its own.
vi.mock('@wimse-ect/claims', async (importOriginal) => {
  const claims = await importOriginal<typeof import('@wimse-ect/claims')>()
  const profile = claims.profiles['execution-context-00']
  const graphRules = { cycle: '7.1', uniqueness: '7.2', parents: '7.3', time: '7.4' }
  return { ...claims, profiles: { 'execution-context-00': { ...profile, graphRules } } }
})

const rejected = task('p', [], { decision: 'rejected' })

it('a rule for which the revision cites no section is not in force', () => {
  expect(admit(verified(task('child', ['p'])), ledgerOf(rejected)).parents).toHaveLength(1)
  expect(listed(inspect(ledgerRecords([rejected, task('child', ['p'])])))).toEqual([])
})

it('an error has the section that the revision cites for its rule', () => {
  const sections = inspect(ledgerRecords([rejected, task('p', ['x', 'p'])])).map(({ error }) => error.section)
  expect(sections).toEqual(['7.1', '7.2', '7.3'])
})
