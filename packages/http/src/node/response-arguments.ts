/** What was given to `response.end`, which takes its callback in any place. */
export interface EndArguments {
  readonly chunk: unknown
  readonly encoding: unknown
  readonly callback: (() => void) | undefined
}

/** Sorts the arguments of `response.end`. */
export function endArguments(given: readonly unknown[]): EndArguments {
  const callback = given.find((each) => typeof each === 'function')
  const [chunk, encoding] = given.filter((each) => typeof each !== 'function')
  return { chunk, encoding, callback: callback && (() => void Reflect.apply(callback, undefined, [])) }
}

/** The bytes of a chunk as Node writes them; none for what it refuses. */
export function toBytes(chunk: unknown, encoding: unknown): Uint8Array {
  if (typeof chunk === 'string') return Buffer.from(chunk, isEncoding(encoding) ? encoding : 'utf8')
  return chunk instanceof Uint8Array ? chunk : new Uint8Array()
}

/**
 * A chunk that nobody else can change: between its hash and its way to the system the child is signed and recorded, and
 * who handed it over may use its memory again.
 */
export function ownChunk(chunk: unknown): unknown {
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : chunk
}

/** True when the headers given to `writeHead`, an object or a list in either form, name this one. */
export function namesHeader(head: readonly unknown[], name: string): boolean {
  const headers = head.at(-1)
  if (typeof headers !== 'object' || headers === null) return false
  const names: readonly unknown[] = Array.isArray(headers) ? headers.flat() : Object.keys(headers)
  return names.some((each) => typeof each === 'string' && each.toLowerCase() === name)
}

/**
 * The arguments of `writeHead` with one more header in their list; `undefined` when the headers are no list. Node 20
 * loses what a list names twice as soon as any header was set before.
 */
export function withListedHeader(
  head: readonly unknown[],
  name: string,
  value: string,
): readonly unknown[] | undefined {
  const last = head.at(-1)
  if (!Array.isArray(last)) return undefined
  const headers: readonly unknown[] = last
  const added = Array.isArray(headers[0]) ? [[name, value]] : [name, value]
  return [...head.slice(0, -1), [...headers, ...added]]
}

function isEncoding(encoding: unknown): encoding is BufferEncoding {
  return typeof encoding === 'string' && Buffer.isEncoding(encoding)
}
