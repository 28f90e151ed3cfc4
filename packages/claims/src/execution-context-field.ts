import { EctError } from './ect-error.ts'
import { hasControlCharacter } from './text.ts'

/** Name of the HTTP field [NAME-REGISTERED], in the lower case that `Headers` uses. */
export const executionContextField = 'execution-context'

/** Media type of the body form [NAME-REGISTERED]. */
export const executionContextMediaType = 'application/wimse-exec+jwt'

/** Limits of the field and of the body form. */
export interface FieldOptions {
  /** Most tokens in one message. Default 64 [HTTP-LIMIT-TOKENS]. */
  readonly maxTokens?: number | undefined
  /** Most bytes the writer puts into the field, separators included. Default 8192 [HTTP-LIMIT-WRITER]. */
  readonly maxFieldBytes?: number | undefined
  /** Most bytes of the body form. Default 64 times 65,536. */
  readonly maxBodyBytes?: number | undefined
}

const defaults = { maxTokens: 64, maxFieldBytes: 8192, maxBodyBytes: 64 * 65_536 } as const

/**
 * Reads the tokens of an `Execution-Context` field [HTTP-FIELD].
 *
 * @param value one string per field line [HTTP-FIELD-LINES], or one string with all lines joined by commas as
 * `Headers.get` gives it [HTTP-FIELD-COMMA]; `null` or `undefined` when the field is absent
 * @returns the compact tokens in the order they came, undecoded; empty elements are skipped [HTTP-EMPTY-ELEMENTS]
 * @throws EctError `ECT_FIELD_SYNTAX` for control characters, since a line break here is header injection
 * [HTTP-CONTROL]; `ECT_FIELD_COUNT` beyond `maxTokens`
 */
export function readExecutionContext(
  value: string | readonly string[] | null | undefined,
  options: FieldOptions = {},
): string[] {
  const lines = typeof value === 'string' ? [value] : (value ?? [])
  const elements = lines
    .flatMap((line) => line.split(','))
    .map(withoutBlanks)
    .filter((element) => element !== '')
  if (elements.some(hasControlCharacter)) throw new EctError('ECT_FIELD_SYNTAX')
  return checkCount(elements, options)
}

/**
 * Writes tokens as the value of one `Execution-Context` field line, separated by commas. Clients that can send a field
 * several times may send one line per token instead: the reader takes both.
 *
 * @throws EctError `ECT_FIELD_SYNTAX` for a string that is no token, `ECT_FIELD_COUNT`, `ECT_FIELD_SIZE` beyond
 * `maxFieldBytes`: then use the body form
 */
export function writeExecutionContext(tokens: readonly string[], options: FieldOptions = {}): string {
  const value = checkTokens(tokens, options).join(', ')
  if (exceeds(value.length, options.maxFieldBytes ?? defaults.maxFieldBytes)) throw new EctError('ECT_FIELD_SIZE')
  return value
}

/**
 * Reads the body form, one token per line [HTTP-BODY-FORM]. Lines end in LF or CR LF; empty ones are skipped.
 *
 * @throws EctError `ECT_FIELD_BODY_SIZE`, `ECT_FIELD_SYNTAX`, `ECT_FIELD_COUNT`
 */
export function readExecutionContextBody(body: string, options: FieldOptions = {}): string[] {
  if (exceeds(body.length, options.maxBodyBytes ?? defaults.maxBodyBytes)) throw new EctError('ECT_FIELD_BODY_SIZE')
  const lines = body.split(/\r?\n/).filter((line) => line !== '')
  return checkTokens(lines, options)
}

/**
 * Writes the body form, each token on a line of its own.
 *
 * @throws EctError `ECT_FIELD_SYNTAX`, `ECT_FIELD_COUNT`, `ECT_FIELD_BODY_SIZE`
 */
export function writeExecutionContextBody(tokens: readonly string[], options: FieldOptions = {}): string {
  const body = checkTokens(tokens, options)
    .map((token) => `${token}\n`)
    .join('')
  if (exceeds(body.length, options.maxBodyBytes ?? defaults.maxBodyBytes)) throw new EctError('ECT_FIELD_BODY_SIZE')
  return body
}

/** Cuts off the spaces and tabs that may stand around list elements (RFC 9110 section 5.6.3). */
function withoutBlanks(element: string): string {
  // No regular expression: one that looks for blanks before the end takes quadratic time on a long run of them.
  let start = 0
  let end = element.length
  while (isBlank(element[start])) start++
  while (isBlank(element[end - 1])) end--
  return element.slice(start, end)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

function checkTokens(tokens: readonly string[], options: FieldOptions): string[] {
  if (!tokens.every((token) => /^[A-Za-z0-9_.-]+$/.test(token))) throw new EctError('ECT_FIELD_SYNTAX')
  return checkCount([...tokens], options)
}

function checkCount(tokens: string[], options: FieldOptions): string[] {
  if (exceeds(tokens.length, options.maxTokens ?? defaults.maxTokens)) throw new EctError('ECT_FIELD_COUNT')
  return tokens
}

/** Says what passes and turns it round, so that a limit that is not a number lets nothing pass. */
function exceeds(size: number, limit: number): boolean {
  return !(size <= limit)
}
