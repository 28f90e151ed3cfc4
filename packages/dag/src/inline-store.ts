import type { EctStore, SupportingEct } from '@wimse-ect/claims'
import { TaskIndex } from './task-index.ts'

/**
 * Makes a store of the parents that came inline with a token (SPEC 4 [D]), for the modes without a ledger.
 *
 * Takes verified tokens only: a parent whose signature nobody checked would let a sender invent the history of its
 * task. A token that came twice counts once, whatever its signature bytes. The records have no sequence, and nothing is
 * known about the order in which they were made.
 *
 * @param parents the parents, and ancestors if they came too; not the token that is to be admitted
 */
export function inlineStore(parents: readonly SupportingEct[]): EctStore {
  const index = new TaskIndex()
  const tokens = new Map(parents.map((token) => [token.signingInput, token]))
  for (const { task } of tokens.values()) index.add({ task, sequence: undefined })
  return {
    parentsFirst: false,
    recordsOf: (taskId) => index.recordsOf(taskId),
    recordsIn: (taskId, workflowId) => index.recordsIn(taskId, workflowId),
  }
}
