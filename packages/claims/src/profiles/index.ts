import { executionContext00 } from './execution-context-00.ts'
import type { Profile } from './profile.ts'

/** The revisions of the draft that are implemented. */
export type Revision = 'execution-context-00'

/** The implemented revisions by name. */
export const profiles: Readonly<Record<Revision, Profile>> = {
  'execution-context-00': executionContext00,
}

/** What everything accepts and issues when the caller names no revision (SPEC 7). */
export const defaultRevision: Revision = 'execution-context-00'
