/** Hands things on until the signal says that it is enough, and throws then: half of them would look like all. */
export async function* whileNotAborted<Thing>(
  things: AsyncIterable<Thing>,
  signal: AbortSignal,
): AsyncGenerator<Thing> {
  for await (const thing of things) {
    signal.throwIfAborted()
    yield thing
  }
  signal.throwIfAborted()
}
