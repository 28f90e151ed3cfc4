import type { JsonObject, JsonValue } from '@wimse-ect/claims'
import { countIn, listIn, objectIn, optionalTextIn, ShapeError, textIn } from './json-shape.ts'

/** An entry as the ledger service writes it. Everything but the token is what the service says about it. */
export interface Entry {
  readonly sequence: number
  readonly taskId: string
  readonly workflowId: string | undefined
  readonly agent: string
  readonly action: string
  readonly decision: string | undefined
  readonly parents: readonly { readonly taskId: string; readonly sequence: number }[]
  /** Seconds since 1970. */
  readonly verifiedAt: number
  /** Seconds since 1970. */
  readonly storedAt: number
  readonly latenessSeconds: number
  /** The compact token. */
  readonly token: string
}

/** Entries, and the sequence with which the next page begins. */
export interface EntryPage {
  readonly entries: readonly Entry[]
  readonly next: number | undefined
}

/** Reads an entry. @throws ShapeError when a member is missing or of another type */
export function readEntry(value: JsonValue): Entry {
  const object = objectIn(value)
  return {
    sequence: countIn(object, 'sequence'),
    taskId: textIn(object, 'taskId'),
    workflowId: optionalTextIn(object, 'workflowId'),
    agent: textIn(object, 'agent'),
    action: textIn(object, 'action'),
    decision: optionalTextIn(object, 'decision'),
    parents: listIn(object, 'parents', (parent) => {
      const reference = objectIn(parent)
      return { taskId: textIn(reference, 'taskId'), sequence: countIn(reference, 'sequence') }
    }),
    verifiedAt: countIn(object, 'verifiedAt'),
    storedAt: countIn(object, 'storedAt'),
    latenessSeconds: countIn(object, 'latenessSeconds'),
    token: textIn(object, 'token'),
  }
}

/**
 * Reads a page.
 *
 * @throws ShapeError for another form, and for a page that leads back to itself: reading on would never end
 */
export function readEntryPage(object: JsonObject): EntryPage {
  const entries = listIn(object, 'entries', readEntry)
  const next = object.next === undefined ? undefined : countIn(object, 'next')
  const last = entries.at(-1)?.sequence ?? Number.POSITIVE_INFINITY
  if (next !== undefined && next <= last) throw new ShapeError('next does not lead on')
  return { entries, next }
}
