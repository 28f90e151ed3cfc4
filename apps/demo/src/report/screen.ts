import { styleText } from 'node:util'

/** How text may look; plain where colours are off. */
export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'blue'

/** Where the demo shows what happens. */
export interface Screen {
  /** Prints a line, or an empty one. */
  print(text?: string): void
  /** Shows what is going on in a line that the next one replaces; nothing where the output is no terminal. */
  progress(text: string): void
  /** Applies a style where colours are on. */
  paint(style: Style, text: string): string
}

/** A stream that may be a terminal. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const eraseLine = '\r\u001b[2K'

/** Colours and progress on a terminal, unless NO_COLOR is set or TERM is `dumb`; plain lines everywhere else. */
export function createScreen(output: Output, environment: Readonly<Record<string, string | undefined>>): Screen {
  const fancy = output.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb'
  let pending = false

  function write(text: string): void {
    output.write(pending ? eraseLine + text : text)
    pending = false
  }

  return {
    print: (text = '') => write(`${text}\n`),
    progress: (text) => {
      if (!fancy) return
      write(styleText('dim', text.slice(0, (output.columns ?? 80) - 1), { validateStream: false }))
      pending = true
    },
    paint: (style, text) => (fancy ? styleText(style, text, { validateStream: false }) : text),
  }
}
