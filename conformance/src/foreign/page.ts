/** The page with its tables replaced; each stands between two comments that name its adapter. */
export function withTables(page: string, tables: ReadonlyMap<string, string>): string {
  let result = page
  for (const [name, text] of tables) {
    const [begin, end] = [`<!-- begin ${name} -->\n`, `\n<!-- end ${name} -->`]
    const from = result.indexOf(begin)
    const to = result.indexOf(end)
    if (from < 0 || to < from) throw new TypeError(`the page has no place for ${name}`)
    result = result.slice(0, from + begin.length) + text + result.slice(to)
  }
  return result
}
