import { EctError } from '@wimse-ect/claims'

/**
 * Code and path of the EctError with which `run` throws or rejects; `'accepted'` when it does neither. Any other
 * exception goes on.
 */
export async function refusal(
  run: () => unknown,
): Promise<readonly [code: string, path: string | undefined] | 'accepted'> {
  try {
    await run()
  } catch (error) {
    if (error instanceof EctError) return [error.code, error.path]
    throw error
  }
  return 'accepted'
}
