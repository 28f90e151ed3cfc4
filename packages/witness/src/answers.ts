/** An answer of a witness. What it says is the same for every request that ends like this. */
export function answer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
}

/** Media type of the size in a 409. */
export const sizeMediaType = 'text/x.tlog.size'

/** The client did not start from the tree that was cosigned last, which has this size. */
export function conflict(size: number): Response {
  return answer(409, `${size}\n`, { 'content-type': sizeMediaType })
}
