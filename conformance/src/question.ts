import type { SuiteCases, SuiteName, SuiteRevision } from './cases.ts'

/** Members of a case that are for us and not for the program that is asked. */
const hidden = new Set(['comment', 'rules', 'flags', 'result', 'code', 'expect', 'status', 'signedBy'])

/**
 * Writes a case as the line of JSON that a program is asked, without line break.
 *
 * It holds suite, revision, tcId and every input, keys included; nothing in it tells the expected answer.
 */
export function questionLine<Name extends SuiteName>(
  suite: Name,
  revision: SuiteRevision,
  item: SuiteCases[Name],
): string {
  const inputs = Object.entries(item).filter(([name]) => !hidden.has(name))
  const steps = 'steps' in item ? { steps: item.steps.map(({ submit, at }) => ({ submit, at })) } : {}
  return JSON.stringify({ suite, revision, ...Object.fromEntries(inputs), ...steps })
}
