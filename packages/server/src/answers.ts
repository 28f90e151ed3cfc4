/** An answer in JSON. What a ledger says now may be said differently later, so nobody keeps it. */
export function jsonAnswer(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } })
}

/** An answer in plain text. */
export function textAnswer(text: string, status = 200, type = 'text/plain; charset=utf-8'): Response {
  return new Response(text, { status, headers: { 'content-type': type } })
}
