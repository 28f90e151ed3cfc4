import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import type { OpenBrowser } from '../../sample/open-browser.ts'
import { releaseId, type SampleService, serveSample } from '../../sample/serve-sample.ts'
import { inBrowser, openPage, startBrowser, verdictsInPanel, verify, type WatchedPage } from './browser-test.ts'

inBrowser('a person with a mouse', () => {
  let browser: OpenBrowser
  let service: SampleService
  let watched: WatchedPage

  beforeAll(async () => {
    browser = await startBrowser()
    service = await serveSample(inject('page'))
  })
  afterAll(async () => {
    await browser?.close()
    await service?.close()
  })
  beforeEach(async () => {
    watched = await openPage(browser)
  })
  afterEach(async () => {
    await watched.expectCalm()
    await watched.page.close()
  })

  it('sees the latest workflow first, and pages through all 35', async () => {
    const { page } = watched
    await page.goto(service.url)
    const rows = page.locator('.workflows tbody tr')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(25)
    expect(await rows.first().textContent()).toContain(releaseId)
    await page.getByRole('link', { name: 'Earlier workflows' }).click()
    await page.getByRole('link', { name: 'Latest' }).waitFor()
    await expect.poll(() => rows.count()).toBe(10)
    await page.goBack()
    await expect.poll(() => rows.count()).toBe(25)
  })

  it('searches and filters, and gets a link to what is found', async () => {
    const { page } = watched
    await page.goto(service.url)
    const rows = page.locator('.workflows tbody tr')
    await page.getByLabel('Search').fill('warehouse')
    await expect.poll(() => rows.count()).toBe(11)
    await page.getByLabel('Decision').selectOption('rejected')
    await expect.poll(() => rows.count()).toBe(3)
    await page.reload()
    await expect.poll(() => rows.count()).toBe(3)
    expect(await page.getByLabel('Search').inputValue()).toBe('warehouse')
    await page.getByLabel('Action').fill('no_such_action')
    await page.getByRole('heading', { name: 'No workflow fits these filters' }).waitFor()
    await page.getByRole('link', { name: 'Show all workflows' }).click()
    await expect.poll(() => rows.count()).toBe(25)
    expect(await page.getByLabel('Search').inputValue()).toBe('')
  })

  it('filters by agent, and by the days between which something was recorded', async () => {
    const { page } = watched
    await page.goto(service.url)
    const rows = page.locator('.workflows tbody tr')
    await page.getByLabel('Agent', { exact: true }).fill('spiffe://example.com/agent/monitor')
    await expect.poll(() => rows.count()).toBe(1)
    await page.getByLabel('Agent', { exact: true }).fill('')
    await page.getByLabel('To', { exact: true }).fill('2026-03-01')
    await page.getByRole('heading', { name: 'No workflow fits these filters' }).waitFor()
    await page.getByLabel('To', { exact: true }).fill('2026-03-02')
    await expect.poll(() => rows.count()).toBe(25)
  })

  it('clicks through the graph of 60 tasks, along parents and children, each under a link of its own', async () => {
    const { page } = watched
    await page.goto(service.url)
    await page.getByRole('link', { name: releaseId }).click()
    const nodes = page.locator('.canvas .node')
    await expect.poll(() => nodes.count()).toBe(60)
    await page.locator('.canvas .node', { hasText: 'plan_release' }).click()
    const panel = page.getByRole('complementary')
    await panel.getByRole('heading', { name: 'plan_release' }).waitFor()
    expect(await panel.textContent()).toContain('planner_policy_v2')
    expect(await panel.textContent()).toMatch(/out_hash\s*sha-256:/)
    await panel.getByRole('link', { name: /assess_risk/ }).click()
    await panel.getByRole('heading', { name: 'assess_risk' }).waitFor()
    const address = page.url()
    await panel.getByRole('link', { name: 'Close the task' }).click()
    await expect.poll(() => panel.count()).toBe(0)
    await page.goto('about:blank')
    await page.goto(address)
    await panel.getByRole('heading', { name: 'assess_risk' }).waitFor()
  })

  it('zooms with the wheel, moves by dragging without selecting anything, and fits all of it again', async () => {
    const { page } = watched
    await page.goto(`${service.url}/#/workflows/${releaseId}`)
    const drawing = page.locator('.canvas > g')
    const before = await drawing.getAttribute('transform')
    const node = page.locator('.canvas .node', { hasText: 'plan_release' })
    const box = await node.boundingBox()
    if (box === null) throw new TypeError('the task is not drawn')
    await page.mouse.move(box.x + 60, box.y + 20)
    await page.mouse.wheel(0, -300)
    const zoomed = await expect.poll(() => drawing.getAttribute('transform')).not.toBe(before)
    await page.mouse.down()
    await page.mouse.move(box.x + 160, box.y + 90, { steps: 5 })
    await page.mouse.up()
    await expect.poll(() => drawing.getAttribute('transform')).not.toBe(zoomed)
    expect(await page.getByRole('complementary').count()).toBe(0)
    await page.getByRole('button', { name: 'Fit' }).click()
    await expect
      .poll(async () => (await page.locator('.canvas .node').last().boundingBox())?.y ?? 9999)
      .toBeLessThan(900)
  })

  it('reads the same tasks as a table', async () => {
    const { page } = watched
    await page.goto(`${service.url}/#/workflows/${releaseId}`)
    await page.getByRole('link', { name: 'List' }).click()
    await expect.poll(() => page.locator('.task-list tbody tr').count()).toBe(60)
    await page.getByRole('link', { name: 'rollback_asia' }).click()
    await page.getByRole('complementary').getByText('the former version was put back').waitFor()
  })

  it('verifies all of it in the browser, and sees with whose keys', async () => {
    const { page } = watched
    await page.goto(`${service.url}/#/workflows/${releaseId}`)
    expect(await verify(page)).toBe('All 60 tasks are verified.')
    await page.getByText('Taken as the service says').waitFor()
    await page.locator('.canvas .node', { hasText: 'plan_release' }).click()
    expect(new Set(Object.values(await verdictsInPanel(page)))).toEqual(new Set(['pass']))
  })

  it('pins the keys, which are then kept, and sees a log with another key fail', async () => {
    const { page } = watched
    await page.goto(`${service.url}/#/trust`)
    const log = page.getByRole('region', { name: 'Key of the log' })
    await log.getByRole('textbox').fill(service.logKey.replace('+', '+0'))
    await log.getByRole('alert').waitFor()
    expect(await log.getByRole('button', { name: 'Pin this' }).isDisabled()).toBe(true)
    await log.getByRole('textbox').fill(service.logKey)
    await log.getByRole('button', { name: 'Pin this' }).click()
    await log.getByText('pinned by you').waitFor()
    await page.goto(`${service.url}/#/workflows/${releaseId}`)
    expect(await verify(page)).toBe('All 60 tasks are verified.')
    await page.reload()
    await page.goto(`${service.url}/#/trust`)
    await log.getByRole('button', { name: 'Unpin' }).click()
    await log.getByText('as the service says').waitFor()
  })

  it('sees an empty workflow link as such, and no workflow in an empty ledger', async () => {
    const { page } = watched
    await page.goto(`${service.url}/#/workflows/0195f3a2-0000-7000-8000-00000000dead`)
    await page.getByRole('heading', { name: 'Nothing here' }).waitFor()
    const empty = await serveSample(inject('page'), async () => undefined)
    await page.goto(empty.url)
    await page.getByRole('heading', { name: 'This ledger holds no workflow yet' }).waitFor()
    expect(await page.getByRole('table').count()).toBe(0)
    await page.goto('about:blank')
    await empty.close()
  })
})
