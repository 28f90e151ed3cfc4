import type { JSX } from 'preact'
import { failureWords, type LoadFailure } from '../service/load-error.ts'

/** Something is on its way. */
export function Loading({ what }: { readonly what: string }): JSX.Element {
  return (
    <div class="state" role="status">
      <span class="spinner" aria-hidden="true" />
      <p>Loading {what} …</p>
    </div>
  )
}

interface FailedProperties {
  readonly failure: LoadFailure
  readonly retry: () => void
  /** Takes an access token; without it there is no way to give one. */
  readonly signIn?: (token: string) => void
}

/** Something could not be loaded, and what can be done about it. */
export function LoadFailed({ failure, retry, signIn }: FailedProperties): JSX.Element {
  const { title, advice } = failureWords[failure]
  return (
    <div class="state" role="alert">
      <h1>{title}</h1>
      <p class="muted">{advice}</p>
      {failure === 'locked' && signIn !== undefined ? (
        <SignIn signIn={signIn} />
      ) : (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  )
}

/** The token is kept in this page only, and gone when it is closed. */
function SignIn({ signIn }: { readonly signIn: (token: string) => void }): JSX.Element {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const field =
      event.currentTarget instanceof HTMLFormElement ? event.currentTarget.elements.namedItem('token') : null
    if (field instanceof HTMLInputElement && field.value !== '') signIn(field.value)
  }
  return (
    <form class="sign-in" onSubmit={submit}>
      <label>
        Access token
        <input name="token" type="password" autocomplete="off" required />
      </label>
      <button type="submit" class="primary">
        Continue
      </button>
    </form>
  )
}
