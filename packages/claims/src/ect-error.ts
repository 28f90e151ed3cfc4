import { messageEnd } from '#remedies'
import { codeTable, type EctErrorCode } from './error-codes.ts'

/** Where and on what an {@link EctError} arose. */
export interface EctErrorDetails {
  /** Member or claim at fault, e.g. `par[2]`; never a name that came from outside. */
  readonly path?: string | undefined
  /** Task id of a token whose signature was checked; for local logs and graphs. */
  readonly taskId?: string | undefined
  /** Section of the draft, when the revision in use has another one than the table of codes. */
  readonly section?: string | undefined
  /** What a library or the operating system reported. */
  readonly cause?: unknown
}

/**
 * The one error of this project for input that is refused and for services that cannot answer.
 *
 * `code` is stable and meant for programs [ERROR-CODE]. `message` is for people and may change: what happened and,
 * except in bundles for browsers, what to do about it. Neither contains a token, a key or text from outside
 * [ERROR-TEXT-CLEAN], so both can be logged; what a remote peer may see is only `problemDetails(error)`.
 */
export class EctError extends Error {
  override readonly name = 'EctError'
  readonly code: EctErrorCode
  readonly section: string
  readonly path: string | undefined
  readonly taskId: string | undefined

  constructor(code: EctErrorCode, { path, taskId, section, cause }: EctErrorDetails = {}) {
    const facts = codeTable[code]
    const place = path === undefined ? '' : `${path}: `
    super(`${place}${facts.meaning}${messageEnd(code)}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.section = section ?? facts.section
    this.path = path
    this.taskId = taskId
  }

  /** The error as plain data, for structured logs and `--json` output; without the cause. */
  toJSON(): { code: EctErrorCode; section: string; message: string; path?: string; taskId?: string } {
    return {
      code: this.code,
      section: this.section,
      message: this.message,
      ...(this.path === undefined ? {} : { path: this.path }),
      ...(this.taskId === undefined ? {} : { taskId: this.taskId }),
    }
  }
}

/** True for an {@link EctError}, also one that another copy of this package made; with `code`, only for that code. */
export function isEctError(error: unknown, code?: EctErrorCode): error is EctError {
  if (!(error instanceof Error) || error.name !== 'EctError' || !('code' in error)) return false
  return code === undefined
    ? typeof error.code === 'string' && Object.hasOwn(codeTable, error.code)
    : error.code === code
}
