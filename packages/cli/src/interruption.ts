const signals = ['SIGINT', 'SIGTERM'] as const

/** A way to end some work in good order when the process is told to end. */
export interface Interruption {
  /** Aborted by the first Ctrl-C, or by SIGTERM. A second one ends the process at once. */
  readonly signal: AbortSignal
  /** To be called when the work has ended: an interrupted process then ends by the signal it was sent. */
  end(): void
}

/** From now on the caller ends in good order. */
export function interruption(): Interruption {
  const controller = new AbortController()
  let received: NodeJS.Signals | undefined
  const stop = (signal: NodeJS.Signals): void => {
    received = signal
    release()
    controller.abort()
  }
  const release = (): void => {
    for (const signal of signals) process.off(signal, stop)
  }
  for (const signal of signals) process.on(signal, stop)
  return {
    signal: controller.signal,
    end() {
      release()
      if (received !== undefined) process.kill(process.pid, received)
    },
  }
}
