import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { OpenBrowser } from '../../sample/open-browser.ts'
import { type SampleService, serveSample } from '../../sample/serve-sample.ts'
import { inBrowser, openPage, startBrowser, verdict, verify } from './browser-test.ts'

const names = [
  '<img src=x onerror="window.harmed=1">',
  '</script><script>window.harmed=2</script>',
  '"><svg onload=window.harmed=3>',
  '<!--<script>',
  'javascript:window.harmed=4',
  '{{constructor.constructor("window.harmed=5")()}}',
  '\u202Etxt.exe <b>bold</b>',
  '</text><a href="javascript:window.harmed=6"><rect width="9999" height="9999"/></a>',
  ']]><style>*{display:none}</style>',
]
const workflowId = '0195f3a2-0000-7000-8000-0000000000aa'

inBrowser('names that want to be more than text', () => {
  let browser: OpenBrowser
  let service: SampleService
  let folder: string

  beforeAll(async () => {
    browser = await startBrowser()
    folder = mkdtempSync(join(tmpdir(), 'ect-hostile-'))
    service = await serveSample(inject('page'), async (recorder, ledger) => {
      const steps = names.map((action, at) => ({ action, agent: 'mallory', after: names.slice(at - 1, at) }))
      await recorder.record(ledger, workflowId, steps)
    })
  })
  afterAll(async () => {
    await browser?.close()
    await service?.close()
    rmSync(folder, { recursive: true })
  })

  it('are shown as they are in list, graph, panel and table, and do nothing', async () => {
    const { page, expectCalm } = await openPage(browser)
    await page.goto(service.url)
    await page.getByText(names[0] ?? '').waitFor()
    await page.goto(`${service.url}/#/workflows/${workflowId}`)
    expect(await verify(page)).toBe('All 9 tasks are verified.')
    for (const at of names.keys()) {
      await page.goto(`${service.url}/#/workflows/${workflowId}/entries/${at}`)
      await page.getByRole('complementary').getByRole('heading', { level: 2 }).waitFor()
    }
    await page
      .getByRole('complementary')
      .getByRole('heading', { name: names.at(-1) ?? '', level: 2 })
      .waitFor()
    await page.getByRole('link', { name: 'List' }).click()
    await expect.poll(() => page.locator('.task-list tbody tr').count()).toBe(9)
    await expectHarmless(page)
    await expectCalm()
  })

  it('do nothing in the offline copy either, which verifies', async () => {
    const { page, expectCalm } = await openPage(browser)
    await page.goto(`${service.url}/#/workflows/${workflowId}`)
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save offline copy' }).click()
    const file = join(folder, 'copy.html')
    await (await coming).saveAs(file)
    await page.goto(pathToFileURL(file).href)
    expect(await verdict(page)).toBe('All 9 tasks are verified.')
    await expectHarmless(page)
    await expectCalm()
  })

  it('do nothing as the identifiers and agents of a service that lies', async () => {
    const { page, expectCalm } = await openPage(browser)
    const hostile = names[0] ?? ''
    await page.route('**/workflows?*', (route) =>
      route.fulfill({
        json: {
          workflows: names.map((name) => ({
            workflowId: name,
            tasks: 1,
            agents: [name],
            actions: [name],
            decisions: { [name]: 1, approved: 1 },
            firstAt: 1,
            lastAt: 9_007_199_254_740_991,
            firstSequence: 0,
            lastSequence: 0,
          })),
          next: hostile,
        },
      }),
    )
    await page.route('**/workflows/*', (route) =>
      route.fulfill({
        json: {
          entries: [
            {
              sequence: 0,
              taskId: hostile,
              workflowId: hostile,
              agent: hostile,
              action: hostile,
              decision: hostile,
              parents: [{ taskId: hostile, sequence: 0 }],
              verifiedAt: 9_007_199_254_740_991,
              storedAt: 9_007_199_254_740_991,
              latenessSeconds: 0,
              token: hostile,
            },
          ],
        },
      }),
    )
    await page.goto(service.url)
    await page.getByRole('link', { name: hostile }).click()
    await page.locator('.canvas .node').click()
    await page.getByRole('complementary').getByText('The token cannot be read.').waitFor()
    expect(await verify(page)).toBe('1 task of 1 failed verification.')
    await expectHarmless(page)
    await expectCalm()
  })
})

/** Nothing ran, and no element came out of a name. */
async function expectHarmless(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'harmed' in window)).toBe(false)
  expect(await page.locator('#app :is(img, script, style, b, iframe, object)').count()).toBe(0)
  const links = await page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  expect(links.filter((link) => !link.startsWith('#'))).toEqual([])
}
