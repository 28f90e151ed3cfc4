/** Somebody pressed Ctrl-C, or asked the demo to end. */
export class Interruption extends Error {
  override readonly name = 'Interruption'
  readonly signal: 'SIGINT' | 'SIGTERM'

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(signal)
    this.signal = signal
  }
}
