import {
  EctError,
  executionContextMediaType,
  type FieldOptions,
  readExecutionContext,
  readExecutionContextBody,
} from '@wimse-ect/claims'

/** A request or response as an adapter hands it over. */
export interface Incoming {
  readonly method: string
  /** Path of the URL, without the query. */
  readonly path: string
  /** Lines of the `Execution-Context` field, or all of them joined by commas; `undefined` when there is none. */
  readonly field: string | readonly string[] | null | undefined
  /** Lines of the `Workload-Identity-Token` field. */
  readonly wit: string | readonly string[] | null | undefined
  readonly contentType: string | null | undefined
  /**
   * Reads the body, which is done for the body form only.
   *
   * @throws EctError `ECT_FIELD_BODY_SIZE` as soon as there are more bytes than `maxBytes`
   */
  readBody(maxBytes: number): Promise<Uint8Array>
}

const defaultMaxBodyBytes = 64 * 65_536

/**
 * The tokens of a message, from the field or from the body form. Both at once are refused: which of them counts would
 * be left open, and a token of the other one could stay unverified [HTTP-ALL-VERIFIED].
 *
 * @throws EctError `ECT_FIELD_SYNTAX`, `ECT_FIELD_COUNT`, `ECT_FIELD_BODY_SIZE`
 */
export async function readTokens(incoming: Incoming, options: FieldOptions): Promise<readonly string[]> {
  const field = readExecutionContext(incoming.field, options)
  if (!isBodyForm(incoming.contentType)) return field
  if (field.length > 0) throw new EctError('ECT_FIELD_SYNTAX')
  const body = await incoming.readBody(options.maxBodyBytes ?? defaultMaxBodyBytes)
  // Bytes that are no UTF-8 become a character that no token has.
  return readExecutionContextBody(new TextDecoder().decode(body), options)
}

/** True for the media type of the body form, in any case and with any parameters (RFC 9110 section 8.3.1). */
function isBodyForm(contentType: string | null | undefined): boolean {
  const [type = ''] = (contentType ?? '').split(';')
  return type.trim().toLowerCase() === executionContextMediaType
}
