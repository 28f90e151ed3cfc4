import type { IdKind, JsonObject } from '@wimse-ect/claims'
import { countIn, optionalTextIn, ShapeError, textIn } from './json-shape.ts'

/** What the ledger service says about its log. */
export interface LogFacts {
  /** Name of the log; `undefined` when it signs nothing. */
  readonly origin: string | undefined
  /** Verifier key of the log, `name+id+base64`. */
  readonly logKey: string | undefined
  readonly ids: IdKind
  /** Number of entries. */
  readonly size: number
  readonly maxLatenessSeconds: number
  /** The identifier of the ledger that `aud` of every token contains. */
  readonly audience: string
}

/** Reads the facts. @throws ShapeError for another form */
export function readLogFacts(object: JsonObject): LogFacts {
  const ids = textIn(object, 'ids')
  if (ids !== 'uuid' && ids !== 'opaque') throw new ShapeError('ids is of no known kind')
  return {
    origin: optionalTextIn(object, 'origin'),
    logKey: optionalTextIn(object, 'logKey'),
    ids,
    size: countIn(object, 'size'),
    maxLatenessSeconds: countIn(object, 'maxLatenessSeconds'),
    audience: textIn(object, 'audience'),
  }
}
