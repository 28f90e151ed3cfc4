/** Tells how many pixels wide a text is drawn. */
export type Measure = (text: string) => number

/** Cuts a text so that it fits into a width, with an ellipsis where something was cut. */
export function fitText(text: string, maxWidth: number, measure: Measure): string {
  if (measure(text) <= maxWidth) return text
  const characters = [...text]
  let [fits, tooLong] = [0, characters.length]
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2)
    if (measure(`${characters.slice(0, middle).join('')}…`) <= maxWidth) fits = middle
    else tooLong = middle
  }
  return `${characters.slice(0, fits).join('').trimEnd()}…`
}

/** Measures with the browser's own fonts. @param font as in CSS, e.g. `600 14px sans-serif` */
export function measureWith(font: string): Measure {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return (text) => text.length * 8
  context.font = font
  return (text) => context.measureText(text).width
}
