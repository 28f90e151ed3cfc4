import { type Pins, trustNames } from './verify/trust.ts'

/** What is kept in this browser between visits. */
export type Theme = 'system' | 'light' | 'dark'

const themeKey = 'ect-explorer-theme'
const pinsKey = 'ect-explorer-pins'

/** The theme that was chosen, or that of the system. */
export function keptTheme(): Theme {
  const theme = read(themeKey)
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Keeps a theme. */
export function keepTheme(theme: Theme): void {
  write(themeKey, theme)
}

/** What was pinned for the ledger at this address. */
export function keptPins(): Pins {
  try {
    const value: unknown = JSON.parse(read(pinsKey) ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    const members = new Map<string, unknown>(Object.entries(value))
    const pins = trustNames.map((name) => [name, members.get(name)] as const)
    const kept: Pins = Object.fromEntries(pins.filter(([, pin]) => typeof pin === 'string'))
    return members.get('crossWorkflowParents') === true ? { ...kept, crossWorkflowParents: true } : kept
  } catch {
    return {}
  }
}

/** Keeps pins. */
export function keepPins(pins: Pins): void {
  write(pinsKey, JSON.stringify(pins))
}

// A browser may keep nothing, in private windows or for files: then settings last as long as the page.

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Where nothing may be stored, a choice lasts as long as the page.
  }
}
