import { isEctError } from '@wimse-ect/claims'

/** The code that a promise rejects with; `'accepted'` when it does not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'accepted'
  } catch (error) {
    if (isEctError(error)) return error.code
    throw error
  }
}
