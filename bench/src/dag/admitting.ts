import { admit } from '@wimse-ect/dag'
import { collectGarbage } from '../collect-garbage.ts'
import type { Candidate } from '../compare.ts'
import { childrenOf, type RecordedTasks } from './recorded-tasks.ts'

/**
 * Admits tokens that a log does not hold. An item is the place of a token, since every log needs others.
 *
 * @param count the number of items
 * @param among of how many of the newest tasks the parents are; default: of all
 */
export function admitting(log: RecordedTasks, count: number, among: number = log.records.length): Candidate<number> {
  return {
    name: String(log.records.length),
    start: () => {
      const tokens = childrenOf(log, count, among)
      // With millions of objects a collection takes as long as a hundred thousand tokens, and would meet any candidate.
      collectGarbage()
      return (places) => {
        for (const place of places) {
          const token = tokens[place]
          if (token === undefined || admit(token, log.store).parents.length === 0) throw new Error('no parents')
        }
      }
    },
  }
}
