import type { Locator, Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { type OpenBrowser, openBrowser } from '../../sample/open-browser.ts'

/** Tests that need a browser: skipped where none is installed, which global-setup.ts says loudly. */
export function inBrowser(name: string, tests: () => void): void {
  describe.skipIf(inject('chromium') === undefined)(name, tests)
}

/** What went wrong in a page without anybody seeing it. */
export interface WatchedPage {
  readonly page: Page
  /** Fails when a script threw, a dialog opened, something was blocked by the policy, or the console has an error. */
  expectCalm(): Promise<void>
}

/** Starts the browser that was found. */
export async function startBrowser(colorScheme: 'light' | 'dark' = 'light'): Promise<OpenBrowser> {
  const chromium = inject('chromium')
  if (chromium === undefined) throw new TypeError('there is no browser')
  return openBrowser(chromium, { colorScheme })
}

/** Opens a page and watches it. */
export async function openPage(browser: OpenBrowser): Promise<WatchedPage> {
  const page = await browser.context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`)
  })
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`policy: ${violatedDirective} ${blockedURI}`)
    })
  })
  return {
    page,
    async expectCalm() {
      expect(troubles).toEqual([])
    },
  }
}

/** Starts the verification and waits for the sentence that says what came out. */
export async function verify(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Verify in this browser' }).click()
  return verdict(page)
}

/** The sentence that says what came out. */
export async function verdict(page: Page): Promise<string> {
  return (await page.locator('.result .sentence strong').textContent()) ?? ''
}

/** What the selected task's panel says, a verdict per dimension. */
export async function verdictsInPanel(page: Page): Promise<Record<string, string>> {
  const rows = await page.locator('.verdicts li').all()
  const textOf = async (row: Locator, part: string) => (await row.locator(part).textContent()) ?? ''
  const pairs = rows.map(async (row) => [await textOf(row, '.name'), await textOf(row, '.mark')])
  return Object.fromEntries(await Promise.all(pairs))
}
