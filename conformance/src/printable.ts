/**
 * Writes every character that a terminal acts on, or that hides or turns the text around it, as `\u{...}`.
 *
 * Line feeds and tabs stay. A program under test could otherwise clear the screen and draw a result of its own.
 */
export function printable(text: string): string {
  return text.replaceAll(
    /(?!\r?\n|\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
