import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { keepTheme, keptTheme, type Theme } from '../kept-settings.ts'
import { formatRoute, type Route } from '../route.ts'
import type { LedgerSource } from '../service/ledger-source.ts'
import type { LogFacts } from '../service/log-facts.ts'
import { visibleText } from '../visible-text.ts'

interface Properties {
  readonly route: Route
  readonly log: LogFacts | undefined
  readonly source: LedgerSource
}

/** Name of the page, of the log, the ways to the views, and the switch for light and dark. */
export function PageHeader({ route, log, source }: Properties): JSX.Element {
  const workflows = formatRoute({ view: 'workflows', filter: {} })
  return (
    <header class="page-header">
      <a class="brand" href={workflows}>
        <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
          <path d="M16 9v6M16 15 8 23M16 15l8 8" />
          <circle cx="16" cy="7" r="4" />
          <circle cx="8" cy="25" r="4" />
          <circle cx="24" cy="25" r="4" />
        </svg>
        ECT Explorer
      </a>
      <nav aria-label="Views">
        <a href={workflows} aria-current={route.view === 'trust' ? undefined : 'page'}>
          {source.kind === 'file' ? 'Saved workflow' : 'Workflows'}
        </a>
        <a href={formatRoute({ view: 'trust' })} aria-current={route.view === 'trust' ? 'page' : undefined}>
          Keys and trust
        </a>
      </nav>
      {log !== undefined && (
        <p class="log-name">
          <span class="muted">Log</span> <bdi>{visibleText(log.origin ?? 'unsigned')}</bdi>
          <span class="muted">
            {' '}
            · {log.size.toLocaleString('en-GB')} {log.size === 1 ? 'entry' : 'entries'}
          </span>
        </p>
      )}
      <ThemeSwitch />
    </header>
  )
}

const themes: readonly Theme[] = ['system', 'light', 'dark']
const themeNames: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' }

function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useState(keptTheme)
  useEffect(() => {
    document.documentElement.dataset.theme = theme
    keepTheme(theme)
  }, [theme])
  return (
    <label class="theme">
      <span class="hidden">Colours</span>
      <select
        value={theme}
        onChange={({ currentTarget }) => setTheme(themes.find((each) => each === currentTarget.value) ?? 'system')}
      >
        {themes.map((each) => (
          <option key={each} value={each}>
            {themeNames[each]}
          </option>
        ))}
      </select>
    </label>
  )
}
