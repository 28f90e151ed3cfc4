/**
 * Goes on with an answer: at once when it is there, otherwise when it comes. To await what is there already costs a
 * tenth of a microsecond, and a verification asks five questions.
 *
 * @throws what `next` throws, when the answer is there: for use within async functions
 */
export function goOn<Answer, Result>(
  answer: Answer | PromiseLike<Answer>,
  next: (answer: Answer) => Result | Promise<Result>,
): Result | Promise<Result> {
  return isPromise(answer) ? Promise.resolve(answer).then(next) : next(answer)
}

/** True for what has to be awaited. */
export function isPromise<T>(answer: T | PromiseLike<T>): answer is PromiseLike<T> {
  return typeof (answer as { readonly then?: unknown } | null | undefined)?.then === 'function'
}
