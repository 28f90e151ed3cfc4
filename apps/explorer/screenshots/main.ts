// Takes the pictures in docs/images from a ledger with samples, in the Chromium of this machine.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { findChromium, openBrowser } from '../sample/open-browser.ts'
import { releaseId, serveSample } from '../sample/serve-sample.ts'

const app = join(import.meta.dirname, '..')
const target = join(app, '../../docs/images')

const chromium = findChromium()
if (chromium === undefined) throw new Error('no Chromium found: install one, or name it in ECT_TEST_CHROMIUM')
await build({ root: app, logLevel: 'warn' })
const service = await serveSample(join(app, 'dist'))
const browser = await openBrowser(chromium)
try {
  mkdirSync(target, { recursive: true })
  const page = await browser.context.newPage()
  await takeWorkflows(page)
  await takeGraph(page)
  await takeFailure(page)
} finally {
  await browser.close()
  await service.close()
}

async function takeWorkflows(page: Page): Promise<void> {
  await page.goto(`${service.url}/`)
  await page.getByRole('table').waitFor()
  await shoot(page, 'explorer-workflows.png')
}

async function takeGraph(page: Page): Promise<void> {
  await page.goto(`${service.url}/#/workflows/${releaseId}`)
  await page.getByRole('button', { name: 'Verify in this browser' }).click()
  await page.getByText('All 60 tasks are verified.').waitFor()
  await shoot(page, 'explorer-graph.png')
}

/** The decision of one token is changed on its way, under the signature that it had. */
async function takeFailure(page: Page): Promise<void> {
  await page.route('**/workflows/*', async (route) => {
    const answer = await route.fetch()
    const body = await answer.text()
    const { entries } = JSON.parse(body)
    const { token } = entries[12]
    const [header, payload, signature] = token.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...claims, pol_decision: 'rejected' })).toString('base64url')
    await route.fulfill({ response: answer, body: body.replace(token, `${header}.${forged}.${signature}`) })
  })
  await page.goto('about:blank')
  await page.goto(`${service.url}/#/workflows/${releaseId}`)
  await page.getByRole('button', { name: 'Verify in this browser' }).click()
  await page.getByText(/failed verification/).waitFor()
  const failed = page.locator('.failures li', { hasText: 'ECT_SIGNATURE_INVALID' }).getByRole('link').first()
  await failed.click()
  await page.getByRole('complementary').waitFor()
  await shoot(page, 'explorer-failure.png')
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(target, name) })
  console.log(`docs/images/${name}`)
}
