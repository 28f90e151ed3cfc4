import { isPromise } from './is-promise.ts'

/**
 * Goes on with an answer: at once when it is there, otherwise when it comes. To await what is there already costs a
 * tenth of a microsecond, and a verification asks five questions.
 *
 * @throws what `next` throws, when the answer is there; otherwise the promise rejects with it. So whoever returns what
 * this returns may throw or reject, and only an async function that calls it always rejects
 */
export function goOn<Answer, Result>(
  answer: Answer | PromiseLike<Answer>,
  next: (answer: Answer) => Result | Promise<Result>,
): Result | Promise<Result> {
  return isPromise(answer) ? Promise.resolve(answer).then(next) : next(answer)
}
