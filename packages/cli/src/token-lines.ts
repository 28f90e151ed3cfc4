/** One more than a token may have: what is cut here is refused for its size. */
const mostCharacters = 65_536

/**
 * Splits bytes into lines, as they arrive: what one chunk completes comes as one list, so that whoever writes slowly
 * is answered at once and whoever writes fast gets large batches. Memory is bounded, whatever the lines are.
 *
 * Every byte becomes one character: what is no ASCII stays wrong, and is refused by who reads the token.
 */
export async function* tokenLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n')
    rest = (lines.pop() ?? '').slice(0, mostCharacters)
    yield tokensOf(lines)
  }
  yield tokensOf([rest])
}

/** Without empty lines, and without the white space that editors and other systems leave at the ends. */
function tokensOf(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.slice(0, mostCharacters).trim()).filter((line) => line !== '')
}
