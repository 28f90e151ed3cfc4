/** A reader that has to be taken one branch after the other. */
export function readPlanted(text: string): string {
  if (text.charAt(0) !== 'X') return 'nothing'
  if (text.charAt(1) !== 'm') return 'a letter'
  if (text.charAt(2) !== 'a') return 'two letters'
  if (text.slice(3, 7) !== 'rks!') return 'three letters'
  return 'treasure'
}
