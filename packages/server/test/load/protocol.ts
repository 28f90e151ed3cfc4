/** What a writing process is told on its command line, as JSON. */
export interface WritingSettings {
  /** The instances. Each request goes to one of them, and to the next one when it is not answered. */
  readonly urls: readonly string[]
  readonly agent: string
  readonly kid: string
  /** In PEM. */
  readonly privateKey: string
  readonly seconds: number
}

/** What it says of a request, a line of JSON each. */
export type Report =
  | {
      /** Sequences of the tokens, in order. */
      readonly acknowledged: readonly number[]
      /** Their SHA-256, base64url. */
      readonly hashes: readonly string[]
      /** How long the answer took that acknowledged them, in milliseconds. */
      readonly answerMs: number
      /** The same from the first attempt on. */
      readonly totalMs: number
      readonly attempts: number
    }
  | { readonly problem: string }
