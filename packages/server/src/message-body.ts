import type { IncomingMessage } from 'node:http'

/**
 * The body of a message as a stream of the fetch API. Nothing is read before somebody asks, and what nobody wants is
 * thrown away, so that the next request of the connection is found behind it.
 */
export function messageBody(message: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isBegun = false
  let isOver = false

  function begin(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): void {
    isBegun = true
    const end = (finish: () => void): void => {
      if (!isOver) finish()
      isOver = true
    }
    message.pause()
    message.on('data', (chunk: Buffer) => {
      if (isOver) return
      controller.enqueue(new Uint8Array(chunk))
      message.pause()
    })
    message.once('end', () => end(() => controller.close()))
    message.once('error', (error) => end(() => controller.error(error)))
    message.once('close', () => end(() => controller.error(new Error('the client is gone'))))
  }

  return new ReadableStream(
    {
      pull(controller) {
        if (!isBegun) begin(controller)
        message.resume()
      },
      cancel() {
        isOver = true
        message.resume()
      },
    },
    { highWaterMark: 0 },
  )
}
