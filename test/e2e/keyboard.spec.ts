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
