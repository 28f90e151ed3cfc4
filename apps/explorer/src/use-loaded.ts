import { useCallback, useEffect, useState } from 'preact/hooks'
import { LoadError, type LoadFailure } from './service/load-error.ts'

/** Something that is being loaded, is there, or could not be loaded. */
export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly failure: LoadFailure }

/**
 * Loads something whenever `load` is another function (see `useCallback`), and when told to try again. An answer that
 * comes after the next question is dropped.
 */
export function useLoaded<T>(load: () => Promise<T>): readonly [state: Loaded<T>, retry: () => void] {
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<Loaded<T> & { readonly of?: () => Promise<T> }>({ status: 'loading' })
  // A new attempt is a reason to load again.
  useEffect(() => {
    let isCurrent = true
    const show = (next: Loaded<T>): void => {
      if (isCurrent) setState({ ...next, of: load })
    }
    setState({ status: 'loading' })
    load().then(
      (value) => show({ status: 'ready', value }),
      (error: unknown) => show({ status: 'failed', failure: failureOf(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [load, attempt])
  const retry = useCallback(() => setAttempt((number) => number + 1), [])
  return [state.of === load ? state : { status: 'loading' }, retry]
}

function failureOf(error: unknown): LoadFailure {
  if (error instanceof LoadError) return error.failure
  console.error(error)
  return 'malformed'
}
