import { hash } from 'node:crypto'
import type { EntryRow } from '../src/writer/rows.ts'

/** Rows of entries that follow one another, with keys that are spread; ten entries have the same workflow. */
export function rowsOf(first: number, count: number): EntryRow[] {
  return Array.from({ length: count }, (_, at) => {
    const sequence = first + at
    const [task, workflow, token] = [
      keyOf(`${sequence}`),
      keyOf(`w${Math.floor(sequence / 10)}`),
      keyOf(`t${sequence}`),
    ]
    return [sequence, 'token', 1, 1, null, 'task', null, 'jti', 'agent', task, workflow, token]
  })
}

function keyOf(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 12), 16) - 2 ** 47
}
