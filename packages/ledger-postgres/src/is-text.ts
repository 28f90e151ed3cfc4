/** PostgreSQL has no text with a NUL or a lone surrogate, and no agent has such a name. */
export function isText(name: string): boolean {
  return !/[\0\p{Cs}]/u.test(name)
}
