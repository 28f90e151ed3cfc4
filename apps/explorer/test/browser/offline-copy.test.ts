import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { OpenBrowser } from '../../sample/open-browser.ts'
import { releaseId, type SampleService, serveSample } from '../../sample/serve-sample.ts'
import { forge } from '../workflow.ts'
import { inBrowser, openPage, startBrowser, verdict, type WatchedPage } from './browser-test.ts'

inBrowser('the offline copy', () => {
  let browser: OpenBrowser
  let folder: string
  let file: string

  beforeAll(async () => {
    browser = await startBrowser()
    folder = mkdtempSync(join(tmpdir(), 'ect-copy-'))
    const service = await serveSample(inject('page'))
    file = await download(service)
    // From here on there is no ledger and no network.
    await service.close()
    await browser.context.setOffline(true)
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  it('opens from disk, verifies itself and asks for nothing', async () => {
    const { page, requests, expectCalm } = await open(file)
    expect(await verdict(page)).toBe('All 60 tasks are verified.')
    await page.getByText('Taken as this file says').waitFor()
    await page.getByText(/saved .* from http:\/\/127\.0\.0\.1/).waitFor()
    expect(await page.locator('.canvas .node').count()).toBe(60)
    expect(requests).toEqual([pathToFileURL(file).href])
    await expectCalm()
  })

  it('has links of its own, lists, and keys to pin', async () => {
    const { page, expectCalm } = await open(file)
    await page.locator('.canvas .node', { hasText: 'plan_release' }).click()
    await page.getByRole('complementary').getByRole('heading', { name: 'plan_release' }).waitFor()
    await page.getByRole('link', { name: 'List' }).click()
    const rows = page.locator('.task-list tbody tr')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(60)
    await page.getByRole('link', { name: 'Keys and trust' }).click()
    const log = page.getByRole('region', { name: 'Identifier of the ledger' })
    await log.getByText('as this file says').waitFor()
    await log.getByRole('textbox').fill('spiffe://example.com/system/other')
    await log.getByRole('button', { name: 'Pin this' }).click()
    await page.getByRole('link', { name: 'Saved workflow' }).click()
    await page.getByRole('link', { name: releaseId }).click()
    expect(await verdict(page)).toBe('60 tasks of 60 failed verification.')
    await expectCalm()
  })

  it('shows a claim that was changed in the file as failed', async () => {
    const html = readFileSync(file, 'utf8')
    const [, token = ''] = /"token":"([^"]+)"/.exec(html) ?? []
    const changed = join(folder, 'changed.html')
    writeFileSync(changed, html.replaceAll(token, forge(token, { pol_decision: 'rejected' })))
    const { page } = await open(changed)
    expect(await verdict(page)).toMatch(/failed verification/)
    expect(await page.locator('.failures li', { hasText: 'ECT_SIGNATURE_INVALID' }).count()).toBe(1)
  })

  it('runs no script that somebody added', async () => {
    const added = join(folder, 'added.html')
    const harm = '<script>window.harmed = true</script><img src=x onerror="window.harmed = true">'
    writeFileSync(added, readFileSync(file, 'utf8').replace('<div id="app">', `${harm}<div id="app">`))
    const { page } = await open(added)
    expect(await verdict(page)).toBe('All 60 tasks are verified.')
    expect(await page.evaluate(() => 'harmed' in window)).toBe(false)
  })

  async function download(service: SampleService): Promise<string> {
    const { page, expectCalm } = await openPage(browser)
    await page.goto(`${service.url}/#/workflows/${releaseId}`)
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save offline copy' }).click()
    const saved = await coming
    expect(saved.suggestedFilename()).toBe(`workflow-${releaseId}.html`)
    const target = join(folder, saved.suggestedFilename())
    await saved.saveAs(target)
    await expectCalm()
    await page.close()
    return target
  }

  async function open(
    path: string,
  ): Promise<WatchedPage & { readonly page: Page; readonly requests: readonly string[] }> {
    const watched = await openPage(browser)
    const requests: string[] = []
    watched.page.on('request', (request) => {
      if (!request.url().startsWith('data:')) requests.push(request.url())
    })
    await watched.page.goto(pathToFileURL(path).href)
    return { ...watched, requests }
  }
})
