import { type DecodeParts, no, ok } from '../decode/draft.ts'
import type { Draft } from '../number-cases.ts'
import type { LaterRevision } from './revision.ts'
import { written } from './tokens.ts'

/** What makes `decode` cases of a revision. */
export interface DecodeDrafts {
  readonly ok: typeof ok
  readonly no: typeof no
}

/** The makers of drafts whose tokens are those of a revision. A whole `token` is left as it is. */
export function decodeDrafts(revision: LaterRevision): DecodeDrafts {
  const own = (parts: DecodeParts): DecodeParts => ({ ...parts, ...written(revision, parts) })
  return {
    ok: (comment, rules, parts = {}): Draft<'decode'> => ok(comment, rules, own(parts)),
    no: (code, comment, rules, parts): Draft<'decode'> => no(code, comment, rules, own(parts)),
  }
}
