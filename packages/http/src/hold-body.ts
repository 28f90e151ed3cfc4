import { joinBytes } from './read-body.ts'

/** A body that ended within the limit, or one that goes on: what was read, then the rest. */
export type HeldBody =
  | { readonly isWhole: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly isWhole: false; readonly body: ReadableStream<Uint8Array> }

/** Reads a body until it ends or has more than `maxBytes`. */
export async function holdBody(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<HeldBody> {
  if (body === null) return { isWhole: true, bytes: new Uint8Array() }
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  while (length <= maxBytes) {
    const next = await reader.read()
    if (next.done) return { isWhole: true, bytes: joinBytes(chunks) }
    chunks.push(next.value)
    length += next.value.length
  }
  return { isWhole: false, body: replayed(chunks, reader) }
}

function replayed(chunks: Uint8Array[], reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const held = chunks.shift()
        if (held !== undefined) return controller.enqueue(held)
        const next = await reader.read()
        if (next.done) controller.close()
        else controller.enqueue(next.value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
