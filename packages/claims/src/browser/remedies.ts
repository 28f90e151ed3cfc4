/**
 * How the message of an error ends in a bundle for browsers: with its meaning. A page that wants the remedy too finds it in
 * `errorCodes`; all others are spared a quarter of what a verifier takes to load.
 */
export function messageEnd(): string {
  return ''
}
