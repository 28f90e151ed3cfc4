/** Text as it may stand in HTML and SVG, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/**
 * A table whose first row is its head and whose first column names the rows.
 *
 * @param kindOf the class of a cell with this text
 */
export function htmlTable(
  rows: readonly (readonly string[])[],
  kindOf: (cell: string) => string | undefined = () => undefined,
): string {
  const [head = [], ...body] = rows
  const headCells = head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('')
  const bodyRows = body.map(([first = '', ...others]) => {
    const cells = others.map((cell) => `<td class="${kindOf(cell) ?? ''}">${escapeHtml(cell)}</td>`).join('')
    return `<tr><th scope="row">${escapeHtml(first)}</th>${cells}</tr>`
  })
  const table = `<thead><tr>${headCells}</tr></thead>\n<tbody>${bodyRows.join('\n')}</tbody>`
  return `<div class="wide"><table>${table}</table></div>`
}
