import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { OpenBrowser } from '../../sample/open-browser.ts'
import { releaseId, type SampleService, serveSample } from '../../sample/serve-sample.ts'
import { inBrowser, openPage, startBrowser, verify } from './browser-test.ts'

const readToken = 'a-token-for-reading-0001'

inBrowser('a ledger that not everybody may read', () => {
  let browser: OpenBrowser
  let service: SampleService

  beforeAll(async () => {
    browser = await startBrowser()
    const access = { readTokens: [readToken], writeTokens: ['a-token-for-writing-0001'], publicExplorer: true }
    service = await serveSample(inject('page'), undefined, { access })
  })
  afterAll(async () => {
    await browser?.close()
    await service?.close()
  })

  it('shows nothing before it has a token, refuses a wrong one, and keeps the right one to itself', async () => {
    const { page } = await openPage(browser)
    await page.goto(`${service.url}/#/workflows/${releaseId}`)
    await page.getByRole('heading', { name: 'This ledger asks who you are' }).waitFor()
    await page.getByLabel('Access token').fill('a-token-of-nobody-0001')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'This ledger asks who you are' }).waitFor()
    await page.getByLabel('Access token').fill(readToken)
    await page.getByRole('button', { name: 'Continue' }).click()
    expect(await verify(page)).toBe('All 60 tasks are verified.')
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
      readToken,
    )
    expect(page.url()).not.toContain(readToken)
  })
})
