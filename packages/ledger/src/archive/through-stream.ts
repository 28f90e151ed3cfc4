/**
 * Runs bytes through a stream that compresses or decompresses them, as fast as the result is taken. A failure of the
 * source comes out as it is, and not as what the stream makes of it.
 */
export async function* throughStream(
  source: AsyncIterable<Uint8Array>,
  stream: CompressionStream | DecompressionStream,
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  let failure: { readonly error: unknown } | undefined
  const readable = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const next = await iterator.next()
          if (next.done === true) controller.close()
          else controller.enqueue(new Uint8Array(next.value))
        } catch (error) {
          failure = { error }
          controller.error(error)
        }
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
  const reader = readable.pipeThrough(stream).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } catch (error) {
    throw failure === undefined ? error : failure.error
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
