import { ect00 } from './ect-00.ts'
import type { Ect00Claims } from './ect-00-claims.ts'
import { ect01 } from './ect-01.ts'
import type { Ect01Claims } from './ect-01-claims.ts'
import { executionContext00 } from './execution-context-00.ts'
import type { ExecutionContext00Claims } from './execution-context-00-claims.ts'
import type { Profile } from './profile.ts'

/** The claims of each implemented revision of the draft, as they stand on the wire. */
export interface ClaimsByRevision {
  readonly 'execution-context-00': ExecutionContext00Claims
  readonly 'ect-00': Ect00Claims
  readonly 'ect-01': Ect01Claims
}

/** The revisions of the draft that are implemented. */
export type Revision = keyof ClaimsByRevision

/** The implemented revisions by name. */
export const profiles: { readonly [R in Revision]: Profile<ClaimsByRevision[R]> } = {
  'execution-context-00': executionContext00,
  'ect-00': ect00,
  'ect-01': ect01,
}

/** What everything accepts and issues when the caller names no revision [REVISION-DEFAULT]. */
export const defaultRevision: 'execution-context-00' = 'execution-context-00'
