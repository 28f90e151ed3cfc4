/**
 * How the message of an error ends in a bundle for browsers: with what happened. A page that shows the remedy too finds
 * it in `errorCodes`; all others are spared a fifth of what a verifier takes to load.
 */
export function messageEnd(): string {
  return ''
}
