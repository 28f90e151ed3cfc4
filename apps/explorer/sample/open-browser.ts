import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

/** Names under which Chromium, or something made of it, is installed. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The browser of this machine: what `ECT_TEST_CHROMIUM` names, else one of the usual places; `undefined` for none. */
export function findChromium(): string | undefined {
  const named = process.env.ECT_TEST_CHROMIUM
  if (named !== undefined && named !== '') return named
  return places.find((place) => existsSync(place))
}

/** A browser with a profile of its own. */
export interface OpenBrowser {
  readonly context: BrowserContext
  close(): Promise<void>
}

/** Starts a browser without a window and with a fresh profile. */
export async function openBrowser(
  executablePath: string,
  options: { readonly colorScheme?: 'light' | 'dark'; readonly deviceScaleFactor?: number } = {},
): Promise<OpenBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'ect-chromium-'))
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    locale: 'en-GB',
    timezoneId: 'UTC',
    args: [
      ...asRoot,
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    ...options,
  })
  const close = async (): Promise<void> => {
    await context.close()
    rmSync(profile, { recursive: true, force: true })
  }
  return { context, close }
}
