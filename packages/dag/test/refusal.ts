import { EctError } from '@wimse-ect/claims'
import type { GraphIssue } from '../src/inspect.ts'

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

/** Issues as comparable data. */
export function listed(issues: readonly GraphIssue[]): readonly (readonly [string, string, string | undefined])[] {
  return issues.map(({ record, error }) => [record.task.taskId, error.code, error.path])
}
