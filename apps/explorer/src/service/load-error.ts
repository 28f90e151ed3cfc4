/** Why something could not be loaded. */
export type LoadFailure = 'unreachable' | 'locked' | 'missing' | 'busy' | 'broken' | 'refused' | 'malformed'

/** Something could not be loaded from the service. */
export class LoadError extends Error {
  override readonly name = 'LoadError'
  readonly failure: LoadFailure

  constructor(failure: LoadFailure, options?: ErrorOptions) {
    super(failure, options)
    this.failure = failure
  }
}

/** Words for people. */
export const failureWords: Readonly<Record<LoadFailure, { readonly title: string; readonly advice: string }>> = {
  unreachable: { title: 'The ledger cannot be reached', advice: 'Check that the service is running, then try again.' },
  locked: { title: 'This ledger asks who you are', advice: 'Enter an access token for reading.' },
  missing: { title: 'Nothing here', advice: 'The ledger holds no workflow under this link.' },
  busy: { title: 'The ledger is busy', advice: 'It could not answer just now. Wait a moment, then try again.' },
  broken: {
    title: 'The ledger could not answer',
    advice: 'Something in it may be damaged. Its operator sees more in the log of the service.',
  },
  refused: { title: 'The ledger refused the question', advice: 'Check the filters, or reset them.' },
  malformed: {
    title: 'The answer could not be read',
    advice: 'What came back is not what a ledger service of this version sends.',
  },
}
