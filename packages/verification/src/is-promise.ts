/**
 * True for what has to be awaited. An answer that is there already goes on at once: one await costs a tenth of a
 * microsecond, and a verification asks a dozen questions.
 */
export function isPromise<T>(answer: T | PromiseLike<T>): answer is PromiseLike<T> {
  return typeof (answer as { readonly then?: unknown } | null | undefined)?.then === 'function'
}
