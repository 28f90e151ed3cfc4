/** What the generator knows about the revisions after execution-context-00. */
import type { SuiteRevision } from '../../cases.ts'

/** A later revision, as far as its tokens differ in form. */
export interface LaterRevision {
  readonly name: Exclude<SuiteRevision, 'execution-context-00'>
  /** The `typ` that is issued. */
  readonly typ: string
  /** The claim that names the parents. */
  readonly parents: 'par' | 'pred'
  /** The claim that holds the extensions, the policy keys among them. */
  readonly extension: 'ext' | 'ect_ext'
  /** What is added to the numbers of execution-context-00, so that the ten thousands tell the revision. */
  readonly numbers: number
}

export const ect00: LaterRevision = {
  name: 'ect-00',
  typ: 'wimse-exec+jwt',
  parents: 'par',
  extension: 'ext',
  numbers: 10_000,
}

export const ect01: LaterRevision = {
  name: 'ect-01',
  typ: 'exec+jwt',
  parents: 'pred',
  extension: 'ect_ext',
  numbers: 20_000,
}

/** The later revision that is not this one. */
export function otherRevision(revision: LaterRevision): LaterRevision {
  return revision === ect00 ? ect01 : ect00
}
