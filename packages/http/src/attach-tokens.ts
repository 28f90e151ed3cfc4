import {
  EctError,
  executionContextField,
  executionContextMediaType,
  type FieldOptions,
  isEctError,
  writeExecutionContext,
  writeExecutionContextBody,
} from '@wimse-ect/claims'

/** The methods whose requests may have a body that means something. */
const methodsWithBody: readonly string[] = ['POST', 'PUT', 'PATCH']

/**
 * The request with its tokens: in the field, or in the body form where the field would be too large and the request has
 * no body of its own [HTTP-LIMIT-WRITER] [HTTP-BODY-FORM].
 *
 * A redirect becomes an error unless it is left to the caller (`redirect: 'manual'`): `fetch` would carry the tokens to
 * whomever the server names.
 *
 * @param body the request's own body, when it was read already
 * @throws EctError `ECT_FIELD_SIZE` where the body form cannot be used; `ECT_FIELD_COUNT`, `ECT_FIELD_BODY_SIZE`
 */
export function attachTokens(
  request: Request,
  body: Uint8Array<ArrayBuffer> | undefined,
  tokens: readonly string[],
  options: FieldOptions,
): Request {
  const redirect = request.redirect === 'manual' ? 'manual' : 'error'
  const field = fieldOf(tokens, options)
  if (field === undefined) {
    if (request.body !== null || !methodsWithBody.includes(request.method)) throw new EctError('ECT_FIELD_SIZE')
    const headers = new Headers(request.headers)
    headers.set('content-type', executionContextMediaType)
    return new Request(request, { redirect, headers, body: writeExecutionContextBody(tokens, options) })
  }
  const attached = new Request(request, body === undefined ? { redirect } : { redirect, body })
  attached.headers.set(executionContextField, field)
  return attached
}

/** `undefined` when the tokens are too large for a field. */
function fieldOf(tokens: readonly string[], options: FieldOptions): string | undefined {
  try {
    return writeExecutionContext(tokens, options)
  } catch (error) {
    if (isEctError(error, 'ECT_FIELD_SIZE')) return undefined
    throw error
  }
}
