import type { Locator, Page } from '@playwright/test'
import { expect } from './fixtures.ts'

/** Whether an element has the focus, or contains what has it. */
const hasFocus = (target: Locator) => target.evaluate((element) => element.contains(document.activeElement))

/** Waits for an element, then presses a key until it has the focus. */
export async function reach(target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  const { keyboard } = target.page()
  // Searching the page for the element before each key costs more than all else here, so it is kept while it is there.
  let element = await target.elementHandle()
  for (let presses = 0; presses < 120; presses++) {
    const state = await element?.evaluate((node) => ({
      isThere: node.isConnected,
      hasFocus: node.contains(document.activeElement)
    }))
    if (state?.hasFocus === true && state.isThere) return
    if (state?.isThere === true) await keyboard.press(key)
    else element = await target.elementHandle()
  }
  throw new Error(`${key} does not lead to ${String(target)}`)
}

/** Goes to a control and presses a key there. */
export async function press(target: Locator, key = 'Enter'): Promise<void> {
  await reach(target)
  await target.page().keyboard.press(key)
}

/** Goes to a field and writes over what it holds. */
export async function write(target: Locator, text: string): Promise<void> {
  await reach(target)
  const { keyboard } = target.page()
  await keyboard.press('Control+a')
  await keyboard.type(text)
}

/** Goes to a list of options and moves down to one of them, once it is there: some come with the figures of a screen. */
export async function choose(target: Locator, option: string): Promise<void> {
  await expect(target.getByRole('option', { name: option, exact: true })).toBeAttached()
  await reach(target)
  const { keyboard } = target.page()
  await keyboard.press('Home')
  for (let presses = 0; presses < 60; presses++) {
    const shown = await target.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.text ?? '')
    if (shown === option) return
    await keyboard.press('ArrowDown')
  }
  throw new Error(`no option ${option}`)
}

/** Moves to a tab of the screen and opens it. @param towards the key that leads to the tabs from where the focus is */
export async function openTab(app: Page, name: string, towards = 'Tab'): Promise<void> {
  const tab = app.getByRole('main').getByRole('tab', { name, exact: true })
  await reach(app.getByRole('main').getByRole('tablist').first(), towards)
  await app.keyboard.press('Home')
  for (let presses = 0; presses < 10; presses++) {
    if (await hasFocus(tab)) break
    await app.keyboard.press('ArrowRight')
  }
  await app.keyboard.press('Enter')
  await expect(tab).toHaveAttribute('aria-selected', 'true')
}

/** Goes to a screen by its two keys. */
export async function goTo(app: Page, key: string, heading: string): Promise<void> {
  await app.keyboard.press('g')
  await app.keyboard.press(key)
  await expect(app.getByRole('heading', { name: heading, level: 1 })).toBeFocused()
}

/** Answers the question for a passphrase. */
export async function typePassphrase(app: Page): Promise<void> {
  const dialog = app.getByRole('dialog', { name: 'Choose a passphrase' })
  const passphrase = 'four unlikely words together'
  await write(dialog.getByLabel('Passphrase', { exact: true }), passphrase)
  await write(dialog.getByLabel('Repeat passphrase'), passphrase)
  await press(dialog.getByLabel('Make a recovery key'), 'Space')
  await app.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
}
