import type { Page } from '@playwright/test'
import { findings } from '../e2e/accessibility.ts'
import { expect, test } from '../e2e/fixtures.ts'
import { dialogTests } from './dialogs.ts'
import { looks } from './looks.ts'
import { screens } from './screens.ts'

// All share one page: first those that only look.
test.describe.configure({ mode: 'default' })
test.use({ runMeasures: true })

/**
 * Goes through screens and adds what is found on each, in every look, to a list that must stay empty. A look changes
 * colors and nothing else, so the other rules need to be asked once.
 */
async function walk(app: Page, visit: (check: (where: string) => Promise<void>) => Promise<void>): Promise<void> {
  const found: string[] = []
  // Each screen is asked first in the look in which the one before was left: another look draws the charts again.
  let order: readonly (typeof looks)[number][] = looks
  await visit(async (where) => {
    for (const { name, ...look } of order) {
      await app.emulateMedia(look)
      // What is being calculated again is dimmed for a moment.
      await expect(app.locator('.dimmed')).toHaveCount(0)
      for (const each of await findings(app, name === 'light' ? 'everything' : 'colors'))
        found.push(`${where}, ${name}: ${each}`)
    }
    order = order.toReversed()
  })
  expect(found).toEqual([])
}

async function expectDrawn(app: Page): Promise<void> {
  await expect(app.getByRole('region', { name: 'Age and sex' }).getByRole('img').first()).toBeVisible()
  // The screens of the measures have their results, of this period and of those before: each run computes figures again, and
  // they are dimmed meanwhile.
  const status = app.getByRole('contentinfo')
  await expect(status.getByText(/^Measures: \d+ results/)).toBeVisible()
}

for (const [part, addresses] of [screens.slice(0, screens.length / 2), screens.slice(screens.length / 2)].entries()) {
  test(`no accessibility findings on any screen in any look, part ${part + 1}`, async ({ loaded: app }) => {
    await expectDrawn(app)
    await walk(app, async (check) => {
      for (const screen of addresses) {
        // The screen before this one is gone when the page has heard of the change.
        await app.evaluate(async (hash) => {
          if (location.hash === hash) return
          const heard = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
          location.hash = hash
          await heard
        }, screen)
        await expect(app.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(app.getByText('Calculating…')).toHaveCount(0)
        await check(screen)
      }
    })
  })
}

test('no accessibility findings on a connection, and on the palette', async ({ loaded: app }) => {
  await walk(app, async (check) => {
    await app
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^Connections/ })
      .click()
    const tabs = app.getByRole('tablist', { name: /^Views of/ }).getByRole('tab')
    await expect(tabs.first()).toBeVisible()
    for (const tab of await tabs.all()) {
      await tab.click()
      await expect(app.getByRole('tabpanel')).not.toContainText('Asking the server')
      await check(`connection, ${(await tab.textContent()) ?? ''}`)
    }
    await app.keyboard.press('Control+k')
    await expect(app.getByRole('combobox', { name: 'Search or run a command' })).toBeVisible()
    await check('palette')
    await app.keyboard.press('Escape')
  })
})

test.describe('dialogs', dialogTests)
