import type { Page } from '@playwright/test'
import { expect, test } from '../e2e/fixtures.ts'
import { opened, over, showScreen } from './dialogs.ts'
import { installFocusWatch, type FocusWalk } from './focus-watch.ts'
import { screens } from './screens.ts'

// All share one page.
test.describe.configure({ mode: 'default' })
test.use({ runMeasures: true })

/** Keys that are pressed before the page is asked where it is. */
const STRIDE = 12
/** Long lists say nothing new further down; headings cover what is reached from below. */
const limits = { Tab: 60, 'Shift+Tab': 24 } as const

/** Presses Tab until the focus has left a part of the page. @param key `Shift+Tab` begins behind it */
async function walk(app: Page, within: string, key: keyof typeof limits): Promise<FocusWalk> {
  await app.evaluate(([part, isBackward]) => focusWatch?.begin(part, isBackward), [within, key !== 'Tab'] as const)
  let state: string | undefined = 'going'
  for (let presses = 0; presses < limits[key] && state !== 'over'; presses += STRIDE) {
    for (let press = 0; press < STRIDE; press++) await app.keyboard.press(key)
    state = await app.evaluate(() => focusWatch?.state())
    // An editor takes Tab until Escape.
    if (state === 'stuck') await app.keyboard.press('Escape')
  }
  return app.evaluate((isComplete) => focusWatch!.end(isComplete), state === 'over')
}

/** What comes with the figures of a screen is there when nothing has changed for a while. */
const settled = (app: Page) =>
  app.evaluate(async () => {
    const main = document.querySelector('main')
    if (main === null) return
    await new Promise<void>((resolve) => {
      const QUIET = 120
      let timer = setTimeout(resolve, QUIET)
      const watch = new MutationObserver(() => {
        clearTimeout(timer)
        timer = setTimeout(resolve, QUIET)
      })
      watch.observe(main, { subtree: true, childList: true })
    })
  })

const measured = (app: Page) => expect(app.getByRole('contentinfo').getByText(/^Measures: \d+ results/)).toBeVisible()

test('Tab leads through every screen and out of it, in order, and what has the focus can be seen', async ({
  loaded: app
}) => {
  await measured(app)
  // Where there is little room, more is behind headings that stay in view.
  await app.setViewportSize({ width: 1280, height: 720 })
  await app.evaluate(installFocusWatch)
  const found: string[] = []
  for (const screen of screens) {
    await showScreen(app, screen)
    await settled(app)
    await app.getByRole('main').focus()
    const forth = await walk(app, 'main', 'Tab')
    const back = forth.hasLeft ? await walk(app, 'main', 'Shift+Tab') : undefined
    for (const problem of [...forth.problems, ...(back?.problems ?? [])]) found.push(`${screen}: ${problem}`)
  }
  expect(found).toEqual([])
})

test('what opens takes the focus, keeps it while it is modal, and gives it back at Escape', async ({ loaded: app }) => {
  await measured(app)
  await app.evaluate(installFocusWatch)
  const found: string[] = []
  for (const { at, press } of opened) {
    await showScreen(app, at)
    const where = `${at}, ${press.map(String).join(', ')}`
    const named = (name: string | RegExp) => (typeof name === 'string' ? { name, exact: true } : { name })
    const opener = app.getByRole('button', named(press[0]!)).first()
    for (const name of press) {
      const button = app
        .getByRole('button', named(name))
        .or(app.getByRole('menuitem', named(name)))
        .first()
      await button.focus()
      await app.keyboard.press('Enter')
    }
    const layer = app.locator(over).last()
    await expect(layer).toBeVisible()
    await expect(layer.locator(':focus'), where).toHaveCount(1)
    if (await layer.evaluate((element) => element.matches('dialog'))) {
      const { problems } = await walk(app, 'dialog[open]', 'Tab')
      for (const problem of problems) found.push(`${where}: ${problem}`)
      // It may be the window's own controls that have it, and nothing behind the dialog.
      const isBehind = await app.evaluate(
        () => document.activeElement !== document.body && document.activeElement?.closest('dialog') === null
      )
      if (isBehind) found.push(`${where}: the focus leaves it`)
    }
    await app.keyboard.press('Escape')
    await expect(app.locator(over), where).toHaveCount(0)
    await expect(opener, where).toBeFocused()
  }
  expect(found).toEqual([])
})
