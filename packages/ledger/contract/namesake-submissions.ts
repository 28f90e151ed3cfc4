import type { VerifiedEct } from '@wimse-ect/claims'
import { type Actor, alice, bob, laterToken, mallory, token, uuid } from './tokens.ts'

const malloryRekeyed: Actor = { ...mallory, kid: 'mallory-new-key' }

/** The workflows of tasks that share an id, one task in each. */
export const namesakeWorkflow = (at: number): string => uuid(10_000 + at)

/**
 * What can be said about the task id `uuid(1)`, which very many tasks of mallory have, and the answer of a ledger that
 * admits mixed revisions. Their workflows begin with `namesakeWorkflow(0)`, and number 13 is among them.
 */
export const namesakeSubmissions: readonly (readonly [title: string, make: () => VerifiedEct, code: string])[] = [
  ['a child in a workflow', () => token({ par: [uuid(1)], wid: namesakeWorkflow(13) }), 'accepted'],
  ['a child in another', () => token({ par: [uuid(1)], wid: uuid(7) }), 'ECT_DAG_PARENT_MISSING'],
  ['a child without workflow', () => token({ par: [uuid(1)] }), 'ECT_DAG_PARENT_AMBIGUOUS'],
  ['one more in a workflow', () => token({ tid: uuid(1), wid: namesakeWorkflow(13) }, bob), 'ECT_DAG_TASK_EXISTS'],
  ['one without workflow', () => token({ tid: uuid(1) }, bob), 'ECT_DAG_TASK_EXISTS'],
  ['one by the issuer of the others', () => token({ tid: uuid(1) }, mallory), 'ECT_LEDGER_EQUIVOCATION'],
  ['one by its other key', () => token({ tid: uuid(1) }, malloryRekeyed), 'ECT_DAG_TASK_EXISTS'],
  ['a child of a jti of that text', () => laterToken('ect-00', { par: [uuid(1)] }), 'ECT_DAG_PARENT_MISSING'],
  ['one in a new workflow', () => token({ tid: uuid(1), wid: uuid(7) }), 'accepted'],
  ['a jti of that text', () => laterToken('ect-00', { jti: uuid(1) }, alice), 'accepted'],
]
