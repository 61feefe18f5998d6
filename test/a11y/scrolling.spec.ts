import type { Page } from '@playwright/test'
import { expect, test } from '../e2e/fixtures.ts'
import { showScreen } from './dialogs.ts'
import { screens } from './screens.ts'

// All share one page.
test.describe.configure({ mode: 'default' })
test.use({ runMeasures: true })

/**
 * Boxes that the wheel can scroll up and down within another such box, by what they are called. Not those that scroll on a
 * press of a key alone, as a table that is turned page by page, and no text field.
 */
const nested = (app: Page) =>
  app.evaluate(() => {
    const SLACK = 4
    const scrolls = (box: Element): boolean =>
      ['auto', 'scroll'].includes(getComputedStyle(box).overflowY) && box.scrollHeight - box.clientHeight > SLACK
    const boxes = [...document.querySelectorAll('#main, #main *')].filter(
      (box) => !(box instanceof HTMLTextAreaElement) && box.clientHeight > 0 && scrolls(box)
    )
    return boxes
      .filter((box) => boxes.some((other) => other !== box && other.contains(box)))
      .map((box) => box.getAttribute('aria-label') ?? `${box.tagName} ${box.className}`)
  })

for (const [width, height] of [
  [1440, 900],
  [1280, 720]
] as const) {
  test(`no box scrolls within a screen that scrolls, at ${width} by ${height}`, async ({ loaded: app }) => {
    await expect(app.getByRole('contentinfo').getByText(/^Measures: \d+ results/)).toBeVisible()
    await app.setViewportSize({ width, height })
    for (const screen of screens) {
      await showScreen(app, screen)
      await expect(app.getByText('Calculating…')).toHaveCount(0)
      // Charts and tables are laid out once more when their figures are there.
      await expect.poll(() => nested(app), { message: screen, timeout: 10_000 }).toEqual([])
    }
  })
}

test('a screen whose row scrolls where there is room scrolls itself in a low window', async ({ loaded: app }) => {
  /** What the wheel can scroll up and down inside of the screen, by what it is called. */
  const inside = () =>
    app.evaluate(() =>
      [...document.querySelectorAll('#main *')]
        .filter(
          (box) =>
            box.clientHeight > 0 &&
            ['auto', 'scroll'].includes(getComputedStyle(box).overflowY) &&
            box.scrollHeight - box.clientHeight > 4
        )
        .map((box) => box.getAttribute('aria-label') ?? `${box.tagName} ${box.className}`)
    )
  for (const screen of ['#/data/quality/checks', '#/data/quality/accounts']) {
    await app.setViewportSize({ width: 1280, height: 720 })
    await showScreen(app, screen)
    await expect.poll(inside, { message: screen }).not.toEqual([])
    // As in a window that is enlarged.
    await app.setViewportSize({ width: 1280, height: 420 })
    await expect.poll(inside, { message: screen, timeout: 10_000 }).toEqual([])
  }
})

test('a list in a screen that scrolls is turned page by page, also with the keys', async ({ loaded: app }) => {
  await showScreen(app, '#/measures/units')
  const region = app.getByRole('region', { name: 'Assignments' })
  await expect(region.getByText(/^Rows 1–\d+ of \d+$/)).toBeVisible()
  await region.getByRole('button', { name: 'Rows after' }).click()
  await expect(region.getByText(/^Rows (?!1–)\d+–\d+ of \d+$/)).toBeVisible()
  await region.getByRole('grid').press('End')
  await expect(region.getByText(/^Rows \d+–(\d+) of \1$/)).toBeVisible()
  await expect(region.getByRole('button', { name: 'Rows after' })).toHaveAttribute('aria-disabled', 'true')
  await region.getByRole('grid').press('Home')
  await expect(region.getByText(/^Rows 1–\d+ of \d+$/)).toBeVisible()
})
