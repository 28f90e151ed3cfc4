import { EctError, executionContextField, type FieldOptions, readExecutionContext } from '@wimse-ect/claims'
import type { VerifiedTokens } from '@wimse-ect/verification'
import { workloadIdentityField } from './field-names.ts'
import type { ResponseOptions } from './outgoing-options.ts'
import { requestKeys } from './request-keys.ts'

/**
 * Verifies the tokens of a response. They must name every task of the request as a parent: else the answer to another
 * request could be put in its place.
 *
 * @param taskIds tasks of the request
 * @throws EctError what the verifier throws; `ECT_FIELD_MISSING`, `ECT_FIELD_UNRELATED`
 */
export async function verifyResponse(
  { headers, ok }: Response,
  taskIds: readonly string[],
  options: ResponseOptions & Pick<FieldOptions, 'maxTokens'>,
): Promise<VerifiedTokens> {
  const tokens = readExecutionContext(headers.get(executionContextField), options)
  if (tokens.length === 0) {
    // An answer that reports a failure has no child.
    if (ok && options.required !== false) throw new EctError('ECT_FIELD_MISSING')
    return { subjects: [], supporting: [] }
  }
  const keys = requestKeys(headers.get(workloadIdentityField), options)
  const verified = await options.verifier.verifyAll(tokens, { keys })
  const named = new Set([...verified.subjects, ...verified.supporting].flatMap(({ task }) => task.parents))
  if (!taskIds.every((taskId) => named.has(taskId))) throw new EctError('ECT_FIELD_UNRELATED')
  return verified
}
