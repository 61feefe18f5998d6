import type { Locator } from '@playwright/test'
import { expect, test } from '../e2e/fixtures.ts'
import { showScreen } from './dialogs.ts'

// All share one page.
test.describe.configure({ mode: 'default' })
test.use({ runMeasures: true })

/** How many lines the text of an element takes. */
const linesOf = (text: Locator): Promise<number> =>
  text.evaluate((element) => {
    const range = document.createRange()
    range.selectNodeContents(element)
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size
  })

test('the buttons of a gap stand on one line', async ({ loaded: app }) => {
  await expect(app.getByRole('contentinfo').getByText(/^Measures: \d+ results/)).toBeVisible()
  for (const [width, height] of [
    [1440, 900],
    [1280, 720]
  ] as const) {
    await app.setViewportSize({ width, height })
    await showScreen(app, '#/gaps')
    const drawer = app.getByRole('complementary')
    if (!(await drawer.isVisible())) await app.getByRole('grid', { name: 'Worklist' }).getByRole('row').nth(1).click()
    await expect(drawer.getByRole('button', { name: 'Outreach' })).toBeVisible()
    const tops = await drawer.locator('footer button').evaluateAll((buttons) =>
      buttons.map((button) => {
        const { top, height: size } = button.getBoundingClientRect()
        return Math.round(top + size / 2)
      })
    )
    expect(tops.length).toBeGreaterThan(4)
    expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(8)
  }
  await app.keyboard.press('Escape')
})

test('the names of a registry’s key figures stand on one line', async ({ loaded: app }) => {
  await app.setViewportSize({ width: 1280, height: 720 })
  await showScreen(app, '#/registry/hypertension')
  const name = app
    .getByRole('group', { name: '140/90 or more, or no reading' })
    .getByText('140/90 or more, or no reading')
  await expect(name).toBeVisible()
  expect(await linesOf(name)).toBe(1)
})

test('why a measure has no stars has the place of the position that it lacks', async ({ loaded: app }) => {
  await app.setViewportSize({ width: 1440, height: 900 })
  await showScreen(app, '#/measures')
  await app.getByRole('combobox', { name: 'Payer' }).selectOption({ index: 1 })
  for (const width of [1440, 1280]) {
    await app.setViewportSize({ width, height: 900 })
    const reason = app.getByText('no Medicare member is eligible').first()
    await expect(reason).toBeVisible()
    expect(await linesOf(reason)).toBe(1)
    const table = app.getByRole('group', { name: 'Scorecard', exact: true })
    expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThan(2)
  }
  await app.getByRole('combobox', { name: 'Payer' }).selectOption({ index: 0 })
})
