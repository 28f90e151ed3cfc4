import { EctError } from '../src/ect-error.ts'

/** Code and path of the EctError that `run` throws; `'accepted'` when it throws nothing. Any other exception goes on. */
export function refusal(run: () => unknown): readonly [code: string, path: string | undefined] | 'accepted' {
  try {
    run()
  } catch (error) {
    if (error instanceof EctError) return [error.code, error.path]
    throw error
  }
  return 'accepted'
}
