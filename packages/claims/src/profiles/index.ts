import { executionContext00 } from './execution-context-00.ts'
import type { ExecutionContext00Claims } from './execution-context-00-claims.ts'
import type { Profile } from './profile.ts'

/** The claims of each implemented revision of the draft, as they stand on the wire. */
export interface ClaimsByRevision {
  readonly 'execution-context-00': ExecutionContext00Claims
}

/** The revisions of the draft that are implemented. */
export type Revision = keyof ClaimsByRevision

/** The implemented revisions by name. */
export const profiles: Readonly<Record<Revision, Profile>> = {
  'execution-context-00': executionContext00,
}

/** What everything accepts and issues when the caller names no revision [REVISION-DEFAULT]. */
export const defaultRevision: Revision = 'execution-context-00'
