import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** Whether an element has the focus, or contains what has it. */
const hasFocus = (target: Locator) => target.evaluate((element) => element.contains(document.activeElement))

/** Waits for an element, then presses a key until it has the focus. */
async function reach(target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 80; presses++) {
    if (await hasFocus(target)) return
    await target.page().keyboard.press(key)
  }
  throw new Error(`${key} does not lead to ${String(target)}`)
}

test('the keyboard alone leads from the first screen to the resource behind an event', async ({ app }) => {
  await expect(app.getByRole('heading', { name: 'Start with data', level: 1 })).toBeVisible()
  await reach(app.getByRole('button', { name: /^Load sample/ }))
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()

  await reach(app.getByRole('link', { name: /^Diabetes/ }).first())
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Diabetes', level: 1 })).toBeVisible()
  await reach(app.getByRole('listbox', { name: /^Prevalence, points/ }).first())
  await app.keyboard.press('End')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('complementary').getByRole('grid')).toBeVisible()
  await app.keyboard.press('Escape')
  await expect(app.getByRole('complementary')).toHaveCount(0)
  await reach(app.getByRole('tab', { name: /^Summary/ }), 'Shift+Tab')
  await app.keyboard.press('ArrowRight')
  await app.keyboard.press('ArrowRight')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('tab', { name: 'People' })).toHaveAttribute('aria-selected', 'true')

  const grid = app.getByRole('grid')
  await expect(grid.getByRole('row').nth(1)).toBeVisible()
  await reach(grid)
  await app.keyboard.press('ArrowDown')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { level: 1 })).toContainText('••')
  await reach(app.getByRole('button', { name: /^Source record/ }).first())
  await app.keyboard.press('Enter')
  await expect(app.getByRole('dialog', { name: 'Patient' })).toBeVisible()
  await app.keyboard.press('Escape')
  await expect(app.getByRole('dialog')).toHaveCount(0)
})

test('the keyboard alone leads through the beginning of a set-up and to the schedule of a source', async ({ app }) => {
  await reach(app.getByRole('button', { name: 'Connect', exact: true }))
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Address', level: 2 })).toBeVisible()
  await reach(app.getByLabel('FHIR base address'))
  await app.keyboard.type('http://127.0.0.1:1/fhir')
  await app.keyboard.press('Enter')
  // Nobody answers there, and it is said where it was typed.
  await expect(app.getByRole('alert')).toBeVisible()
  await expect(app.getByLabel('FHIR base address')).toBeFocused()
  await reach(app.getByRole('button', { name: 'Leave for now' }))
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'No source yet' })).toBeVisible()

  await reach(app.getByRole('button', { name: 'Load sample', exact: true }))
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await app.keyboard.press('g')
  await app.keyboard.press('s')
  await expect(app.getByRole('heading', { name: 'Connections', level: 1 })).toBeFocused()
  await reach(app.getByRole('tab', { name: 'Export', exact: true }))
  await app.keyboard.press('End')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('tab', { name: 'Keys' })).toHaveAttribute('aria-selected', 'true')
})

test.describe('with measures', () => {
  test.use({ runMeasures: true, samplePatients: 100 })

  test('the keyboard alone takes a payer analyst, an analyst and a care manager through their work', async ({
    app
  }) => {
    test.setTimeout(300_000)
    const { keyboard } = app
    const goTo = async (key: string, heading: string): Promise<void> => {
      await keyboard.press('g')
      await keyboard.press(key)
      await expect(app.getByRole('heading', { name: heading, level: 1 })).toBeFocused()
    }
    await reach(app.getByRole('button', { name: /^Load sample/ }))
    await keyboard.press('Enter')
    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 90_000 })

    // A payer analyst: what claims cost, whether they are all there, and how they came in.
    await goTo('u', 'Cost and use')
    const trend = app.getByRole('region', { name: 'Paid per member per month' })
    await reach(trend.getByRole('button', { name: /^Paid per member per month: (?:Fit|Limited)/ }))
    await keyboard.press('Enter')
    await expect(app.getByRole('dialog', { name: /^Fitness for use of / })).toContainText('Lines stored')
    await keyboard.press('Escape')
    await reach(app.getByRole('tab', { name: 'Cost', exact: true }), 'Shift+Tab')
    await keyboard.press('ArrowRight')
    await keyboard.press('Enter')
    await expect(app.getByRole('region', { name: 'Run-out' })).toBeVisible()

    // An analyst: a chart of Explore on a board of her own.
    await goTo('e', 'Explore')
    await reach(app.getByRole('button', { name: /^Pin .* to a board$/ }).first())
    await keyboard.press('Enter')
    const pin = app.getByRole('dialog')
    await expect(pin).toBeVisible()
    await reach(pin.getByRole('button', { name: 'Pin', exact: true }))
    await keyboard.press('Enter')
    await expect(pin).toHaveCount(0)
    await goTo('b', 'Boards')
    await reach(app.getByRole('link', { name: 'My board' }))
    await keyboard.press('Enter')
    await expect(app.getByRole('heading', { name: 'My board', level: 1 })).toBeVisible()
    await expect(app.getByRole('region', { name: /^people by / })).toBeVisible()

    // A care manager: who needs what, and why.
    await goTo('c', 'Care gaps')
    const list = app.getByRole('grid', { name: 'Worklist' })
    await expect(list.getByRole('row').nth(1)).toBeVisible({ timeout: 120_000 })
    await reach(list)
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(app.getByRole('complementary')).toContainText('How the logic decided')
    await keyboard.press('Escape')
    await expect(app.getByRole('complementary')).toHaveCount(0)
    await expect(list).toBeFocused()
  })
})
