import type { EctStore, SupportingTask } from '@wimse-ect/claims'
import { TaskIndex } from './task-index.ts'

/**
 * Makes a store of the parents that came inline with a token, for the modes without a ledger.
 *
 * Takes verified tokens only [DAG-PARENT-VERIFIED]: with a parent whose signature nobody checked, a sender could invent
 * the history of its task [ATTACK-UNSIGNED-PARENT]. A token that came twice counts once, whatever its signature bytes
 * [ENV-SIG-NOT-IDENTITY]. The records have no sequence, and nothing is known about the order in which they were made.
 *
 * @param parents the parents, and ancestors if they came too; not the token that is to be admitted
 */
export function inlineStore(parents: readonly SupportingTask[]): EctStore {
  const index = new TaskIndex()
  const tokens = new Map(parents.map((token) => [token.signingInput, token]))
  for (const { task } of tokens.values()) index.add({ task, sequence: undefined })
  return {
    parentsFirst: false,
    recordsOf: (taskId) => index.recordsOf(taskId),
    recordsIn: (taskId, workflowId) => index.recordsIn(taskId, workflowId),
  }
}
