/** A comment, or a string literal with its quote. What looks like a string inside a regular expression does no harm here. */
const PIECES = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g

/** What stands before a title: it(, test.each(table)(, describe( and the like. */
const CALL = /(?:\b(?:it|test|describe)(?:\.\w+)*|\))\s*\(\s*$/

const ID = /\[([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\]/g

/** The requirement ids in square brackets that the titles of a test file name. Comments and other strings do not count. */
export function idsInTitles(source: string): string[] {
  return [...source.matchAll(PIECES)]
    .filter((piece) => /^['"`]/.test(piece[0]) && CALL.test(source.slice(Math.max(0, piece.index - 200), piece.index)))
    .flatMap((piece) => [...piece[0].matchAll(ID)].map((found) => found[1] ?? ''))
}
