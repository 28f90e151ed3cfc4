import type { Screen, Style } from './screen.ts'

/** A cell: its text, and how it looks in colour. */
export type Cell = string | readonly [text: string, style: Style]

/** Prints rows in columns, each as wide as its widest cell, under a heading. */
export function printTable(screen: Screen, heading: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => textOf(row[column]).length)),
  )
  const layOut = (row: readonly Cell[]): string =>
    row
      .map((cell, column) => {
        const padding = column === heading.length - 1 ? '' : ' '.repeat((widths[column] ?? 0) - textOf(cell).length)
        return (typeof cell === 'string' ? cell : screen.paint(cell[1], cell[0])) + padding
      })
      .join('  ')
      .trimEnd()
  screen.print(layOut(heading.map((title) => [title, 'dim'])))
  for (const row of rows) screen.print(layOut(row))
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : (cell?.[0] ?? '')
}
