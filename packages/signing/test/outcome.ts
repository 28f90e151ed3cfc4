import { EctError } from '@wimse-ect/claims'

/**
 * How a call ends: the code of its EctError, `'TypeError'`, or `'accepted'`. Any other exception goes on, so no test can
 * take it for a refusal.
 */
export async function outcome(run: () => unknown): Promise<string> {
  try {
    await run()
  } catch (error) {
    if (error instanceof EctError) return error.code
    if (error instanceof TypeError) return 'TypeError'
    throw error
  }
  return 'accepted'
}
