import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** Presses a key until something with the wanted name has the focus. */
async function reach(app: Page, name: RegExp, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    const focused = await app.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent ?? ''
    })
    if (name.test(focused.trim())) return
    await app.keyboard.press(key)
  }
  throw new Error(`${key} does not lead to ${String(name)}`)
}

test('the keyboard alone leads from the first screen to the resource behind an event', async ({ app }) => {
  await expect(app.getByRole('heading', { name: 'Start with data', level: 1 })).toBeVisible()
  await reach(app, /^Load sample/)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 90_000 })

  await reach(app, /^Diabetes/)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Diabetes', level: 1 })).toBeVisible()
  await expect(app.getByRole('listbox', { name: /^Prevalence, points/ }).first()).toBeAttached()
  await reach(app, /^Prevalence, points/)
  await app.keyboard.press('End')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('complementary').getByRole('grid')).toBeVisible()
  await app.keyboard.press('Escape')
  await expect(app.getByRole('complementary')).toHaveCount(0)
  await reach(app, /^Summary/, 'Shift+Tab')
  await app.keyboard.press('ArrowRight')
  await app.keyboard.press('ArrowRight')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('tab', { name: 'People' })).toHaveAttribute('aria-selected', 'true')

  const grid = app.getByRole('grid')
  await expect(grid.getByRole('row').nth(1)).toBeVisible()
  for (let presses = 0; presses < 20 && !(await grid.evaluate((it) => it.contains(document.activeElement))); presses++)
    await app.keyboard.press('Tab')
  await app.keyboard.press('ArrowDown')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { level: 1 })).toContainText('••')
  await reach(app, /^Source record/)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('dialog', { name: 'Patient' })).toBeVisible()
  await app.keyboard.press('Escape')
  await expect(app.getByRole('dialog')).toHaveCount(0)
})

test('the keyboard alone leads through the beginning of a set-up and to the schedule of a source', async ({ app }) => {
  await reach(app, /^Connect$/)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Address', level: 2 })).toBeVisible()
  for (let presses = 0; presses < 80; presses++) {
    if (await app.getByLabel('FHIR base address').evaluate((it) => it === document.activeElement)) break
    await app.keyboard.press('Tab')
  }
  await app.keyboard.type('http://127.0.0.1:1/fhir')
  await app.keyboard.press('Enter')
  // Nobody answers there, and it is said where it was typed.
  await expect(app.getByRole('alert')).toBeVisible()
  await expect(app.getByLabel('FHIR base address')).toBeFocused()
  await reach(app, /^Leave for now$/)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'No source yet' })).toBeVisible()

  await reach(app, /^Load sample$/)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 90_000 })
  await app.keyboard.press('g')
  await app.keyboard.press('s')
  await expect(app.getByRole('heading', { name: 'Connections', level: 1 })).toBeFocused()
  await reach(app, /^Export$/)
  await app.keyboard.press('End')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('tab', { name: 'Keys' })).toHaveAttribute('aria-selected', 'true')
})
