const leastMs = 200

/** Shows how far a long piece of work has come. */
export interface Progress {
  /** @param count how many there are by now */
  update(count: number): void
  /** Clears the line, so that what comes next does not stand in it. */
  end(): void
}

/** What of a stream it takes to show progress. */
export interface Terminal {
  readonly isTTY?: boolean | undefined
  write(text: string): unknown
}

/**
 * Shows progress on standard error if that is a terminal; nowhere else, since there it would only be noise.
 *
 * @param what such as `entries checked`
 */
export function showProgress(what: string, stream: Terminal = process.stderr): Progress {
  let shownAt = 0
  let isShown = false
  return {
    update(count) {
      if (stream.isTTY !== true || Date.now() - shownAt < leastMs) return
      shownAt = Date.now()
      isShown = true
      stream.write(`\r\u001B[K${count.toLocaleString('en')} ${what}`)
    },
    end() {
      if (isShown) stream.write('\r\u001B[K')
      isShown = false
    },
  }
}
