/** A comment, a string, a template, or a regular expression where one can begin. */
const piece =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=(?:[(,=:[!&|?{};]|=>|\breturn\b)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g

const idInBrackets = /\[([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\]/g

/** The ids in square brackets that the comments of a source file name. */
export function idsInComments(source: string): string[] {
  return idsIn([...source.matchAll(piece)].map(([text]) => text).filter((text) => /^\/[/*]/.test(text)))
}

/**
 * The ids in square brackets that the titles of a test file name: the first argument of it, test or describe, or of what
 * their `.each(table)` and `.for(table)` give. Comments, other strings and tests that are skipped do not count.
 */
export function idsInTitles(source: string): string[] {
  const code = source.replaceAll(piece, (text) => ' '.repeat(text.length))
  const titles = [...source.matchAll(piece)].filter(
    ({ 0: text, index }) => /^['"`]/.test(text) && awaitsTitle(code.slice(0, index)),
  )
  return idsIn(titles.map(([text]) => text))
}

/** Whether code without strings and comments ends where a title belongs. */
function awaitsTitle(code: string): boolean {
  const call = code.trimEnd()
  if (!call.endsWith('(')) return false
  const callee = call.slice(0, -1).trimEnd()
  return callee.endsWith(')')
    ? /(?<![.\w$])(?:it|test|describe)\.(?:each|for)(?:<[^()]*>)?\s*$/.test(withoutLastGroup(callee))
    : /(?<![.\w$])(?:it|test|describe)$/.test(callee)
}

/** The code before the parenthesis that the last character closes. */
function withoutLastGroup(code: string): string {
  let depth = 0
  for (let at = code.length - 1; at >= 0; at--) {
    if (code[at] === ')') depth += 1
    if (code[at] === '(') depth -= 1
    if (depth === 0) return code.slice(0, at)
  }
  return ''
}

function idsIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [...text.matchAll(idInBrackets)].map(([, id = '']) => id))
}
