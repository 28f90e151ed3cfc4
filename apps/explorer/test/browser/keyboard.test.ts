import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { OpenBrowser } from '../../sample/open-browser.ts'
import { releaseId, type SampleService, serveSample } from '../../sample/serve-sample.ts'
import { inBrowser, openPage, startBrowser, verdict } from './browser-test.ts'

inBrowser('a person with a keyboard only', () => {
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

  it('searches, opens a workflow, verifies it, walks through its graph and reads a task', async () => {
    const { page, expectCalm } = await openPage(browser)
    const focused = () =>
      page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      )
    const tabTo = async (name: string | RegExp): Promise<void> => {
      for (let steps = 0; steps < 30; steps += 1) {
        await page.keyboard.press('Tab')
        if ((await focused()).match(name)) return
      }
      throw new TypeError(`no step leads to ${name}`)
    }
    await page.goto(service.url)
    await page.locator('.workflows tbody tr').first().waitFor()
    await tabTo('Skip to the content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.type('receive_change')
    await expect.poll(() => page.locator('.workflows tbody tr').count()).toBe(1)
    await tabTo(releaseId)
    await page.keyboard.press('Enter')
    await page.locator('.canvas .node').first().waitFor()
    await tabTo('Verify in this browser')
    await page.keyboard.press('Enter')
    expect(await verdict(page)).toBe('All 60 tasks are verified.')
    await tabTo(/^receive_change_request, approved, by intake, entry \d+, verification: pass$/)
    await page.keyboard.press('ArrowDown')
    expect(await focused()).toMatch(/^assess_risk/)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    expect(await focused()).toMatch(/^plan_release/)
    await page.keyboard.press('Home')
    expect(await focused()).toMatch(/^receive_change_request/)
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').getByRole('heading', { name: 'notify_authority' }).waitFor()
    expect(await focused()).toMatch(/^notify_authority/)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('complementary').count()).toBe(0)
    // The whole graph is one step for the tabulator.
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Zoom out')
    await page.keyboard.press('Shift+Tab')
    const drawing = page.locator('.canvas > g')
    const before = await drawing.getAttribute('transform')
    await page.keyboard.press('-')
    await expect.poll(() => drawing.getAttribute('transform')).not.toBe(before)
    await expectCalm()
  })
})
