import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { OpenBrowser } from '../../sample/open-browser.ts'
import { releaseId, type SampleService, serveSample } from '../../sample/serve-sample.ts'
import { forge } from '../workflow.ts'
import { inBrowser, openPage, startBrowser, verdictsInPanel, verify } from './browser-test.ts'

inBrowser('a ledger that mallory gets to', () => {
  let browser: OpenBrowser
  let service: SampleService

  beforeAll(async () => {
    browser = await startBrowser()
    service = await serveSample(inject('page'))
  })
  afterAll(async () => {
    await browser?.close()
    await service?.close()
  })

  it('[LEDGER-TAMPER] shows an entry that was changed in the file as failed, and which one it is', async () => {
    const sequence = changeToken((token) =>
      forge(token, { pol_decision: 'approved', exec_act: 'test_dose_calculator' }),
    )
    const { page, expectCalm } = await openPage(browser)
    await page.goto(`${service.url}/#/workflows/${releaseId}`)
    expect(await verify(page)).toMatch(/^2 tasks of 60 failed verification/)
    await page
      .locator('.failures li', { hasText: 'ECT_SIGNATURE_INVALID' })
      .getByRole('link', { name: String(sequence) })
      .click()
    expect(await verdictsInPanel(page)).toEqual({
      Signature: 'fail',
      Identity: 'not checked',
      Time: 'not checked',
      Policy: 'not checked',
      Graph: 'not checked',
      Inclusion: 'fail',
    })
    await expectCalm()
  })

  it('shows a token that was replaced on the way with what is none, and draws the graph all the same', async () => {
    const { page, expectCalm } = await openPage(browser)
    await page.route('**/workflows/*', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: (await answer.text()).replace(/"token":"[^"]+"/, '"token":"x"') })
    })
    await page.goto(`${service.url}/#/workflows/${releaseId}`)
    await expect.poll(() => page.locator('.canvas .node').count()).toBe(60)
    expect(await verify(page)).toMatch(/failed verification/)
    await page.locator('.failures li', { hasText: 'ECT_TOKEN_SEGMENTS' }).getByRole('link').click()
    await page.getByRole('complementary').getByText('The token cannot be read.').waitFor()
    await expectCalm()
  })

  it('hides an entry on the way, and its children show that it is missing', async () => {
    const { page } = await openPage(browser)
    await page.route('**/workflows/*', async (route) => {
      const answer = await route.fetch()
      const body = JSON.parse(await answer.text())
      await route.fulfill({ response: answer, body: JSON.stringify({ ...body, entries: body.entries.slice(1) }) })
    })
    await page.route('**/entries/*', (route) => route.fulfill({ status: 404, body: '{}' }))
    await page.goto(`${service.url}/#/workflows/${releaseId}`)
    await verify(page)
    expect(await page.locator('.failures li', { hasText: 'ECT_DAG_PARENT_MISSING' }).count()).toBe(1)
  })

  /** Changes the token of the rejected test in the file, behind the ledger's back. */
  function changeToken(change: (token: string) => string): number {
    const database = new DatabaseSync(service.file)
    const rows = database.prepare('SELECT sequence, token FROM entry ORDER BY sequence').all()
    const row = rows.find(({ sequence }) => sequence === 162)
    if (typeof row?.token !== 'string') throw new TypeError('the sample has this entry')
    database.prepare('UPDATE entry SET token = ? WHERE sequence = 162').run(change(row.token))
    database.close()
    return 162
  }
})
