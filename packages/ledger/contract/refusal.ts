import { EctError } from '@wimse-ect/claims'

/** What a refusal says to programs. */
export interface Refusal {
  readonly code: string
  readonly path: string | undefined
  readonly taskId: string | undefined
}

/** The EctError that an operation ends in, or `'accepted'`. Any other exception goes on. */
export async function refusalOf(operation: Promise<unknown>): Promise<Refusal | 'accepted'> {
  try {
    await operation
  } catch (error) {
    if (!(error instanceof EctError)) throw error
    return { code: error.code, path: error.path, taskId: error.taskId }
  }
  return 'accepted'
}

/** Its code alone. */
export async function codeOf(operation: Promise<unknown>): Promise<string> {
  const refusal = await refusalOf(operation)
  return refusal === 'accepted' ? refusal : refusal.code
}

/** The EctError of something that answers at once, or `'accepted'`. */
export function refusalOfCheck(check: () => unknown): Refusal | 'accepted' {
  try {
    check()
  } catch (error) {
    if (!(error instanceof EctError)) throw error
    return { code: error.code, path: error.path, taskId: error.taskId }
  }
  return 'accepted'
}

/** Its code alone. */
export function codeOfCheck(check: () => unknown): string {
  const refusal = refusalOfCheck(check)
  return refusal === 'accepted' ? refusal : refusal.code
}
