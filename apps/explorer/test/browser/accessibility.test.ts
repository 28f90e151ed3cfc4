import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { OpenBrowser } from '../../sample/open-browser.ts'
import { releaseId, type SampleService, serveSample } from '../../sample/serve-sample.ts'
import { inBrowser, openPage, startBrowser, verify } from './browser-test.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

inBrowser('axe finds nothing serious', () => {
  let service: SampleService

  beforeAll(async () => {
    service = await serveSample(inject('page'))
  })
  afterAll(() => service?.close())

  describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
    let browser: OpenBrowser
    let page: Page

    beforeAll(async () => {
      browser = await startBrowser(scheme)
      page = (await openPage(browser)).page
    })
    afterAll(() => browser?.close())

    it('in the list of workflows', async () => {
      await page.goto(service.url)
      await page.getByRole('table').waitFor()
      expect(await problems(page)).toEqual([])
    })

    it('in a list that is empty', async () => {
      await page.goto(`${service.url}/#/?q=nobody`)
      await page.getByRole('heading', { name: 'No workflow fits these filters' }).waitFor()
      expect(await problems(page)).toEqual([])
    })

    it('in a graph that is verified, with a task', async () => {
      await page.goto(`${service.url}/#/workflows/${releaseId}/entries/162`)
      await verify(page)
      await page.getByRole('complementary').waitFor()
      expect(await problems(page)).toEqual([])
    })

    it('in a graph that failed', async () => {
      await page.goto(`${service.url}/#/trust`)
      const audience = page.getByRole('region', { name: 'Identifier of the ledger' })
      await audience.getByRole('textbox').fill('spiffe://example.com/system/other')
      await audience.getByRole('button', { name: 'Pin this' }).click()
      await page.goto(`${service.url}/#/workflows/${releaseId}/entries/162`)
      await verify(page)
      expect(await problems(page)).toEqual([])
    })

    it('in the table of tasks', async () => {
      await page.goto(`${service.url}/#/workflows/${releaseId}?shows=list`)
      await page.locator('.task-list').waitFor()
      expect(await problems(page)).toEqual([])
    })

    it('in the keys', async () => {
      await page.goto(`${service.url}/#/trust`)
      await page.getByRole('heading', { name: 'Keys of the agents' }).waitFor()
      expect(await problems(page)).toEqual([])
    })

    it('when something cannot be found', async () => {
      await page.goto(`${service.url}/#/workflows/0195f3a2-0000-7000-8000-00000000dead`)
      await page.getByRole('heading', { name: 'Nothing here' }).waitFor()
      expect(await problems(page)).toEqual([])
    })
  })
})

/** What axe calls serious or critical, with the first element of each. */
async function problems(page: Page): Promise<readonly string[]> {
  // Evaluated from outside, which the page's policy does not concern.
  await page.evaluate(axe)
  const results: AxeResults = await page.evaluate('axe.run()')
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]?.html}`)
}
