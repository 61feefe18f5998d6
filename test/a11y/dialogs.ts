import type { Locator, Page } from '@playwright/test'
import { findings } from '../e2e/accessibility.ts'
import { expect, test } from '../e2e/fixtures.ts'
import { looks } from './looks.ts'

/** What opens over a screen or next to it. */
export const over = 'dialog[open], [role="dialog"], [role="alertdialog"], [role="menu"], [role="complementary"]'

/** Where something opens: the screen, and the buttons that are pressed one after the other. */
interface Opened {
  readonly at: string
  readonly press: readonly (string | RegExp)[]
}

/** What opens from a button of a screen. */
export const opened: readonly Opened[] = [
  { at: '#/overview', press: ['More about Chronic conditions', 'How computed'] },
  { at: '#/overview', press: ['More about Chronic conditions', 'Pin to a board…'] },
  { at: '#/overview', press: [/^Open provenance of/] },
  { at: '#/overview', press: [/^As of/] },
  { at: '#/overview', press: [/^(?:Loaded|Data of)/] },
  { at: '#/overview', press: [/^Fit /] },
  { at: '#/overview', press: ['Filter'] },
  { at: '#/patients', press: ['Reveal'] },
  { at: '#/measures', press: ['Other period'] },
  { at: '#/measure/breast-cancer-screening%2Frate', press: ['Target'] },
  { at: '#/cost', press: [/^Paid per member per month: (?:Fit|Limited)/] },
  { at: '#/risk/hcc', press: ['Tables'] },
  { at: '#/risk/models', press: ['Train a model…'] },
  { at: '#/gaps', press: ['Columns of the worklist'] },
  { at: '#/gaps', press: ['Saved views'] },
  { at: '#/cohorts/new', press: ['Add a criterion'] },
  { at: '#/explore', press: ['Save view'] },
  { at: '#/settings', press: ['Show…'] },
  { at: '#/boards', press: ['New board'] }
]

/** Goes to a screen and waits until its figures are there. */
export async function showScreen(app: Page, address: string): Promise<void> {
  await app.evaluate((hash) => void (location.hash = hash), address)
  await expect(app.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(app.getByText('Calculating…')).toHaveCount(0)
}

/** Presses buttons or entries of menus one after the other, by their names. */
async function pressAll(app: Page, names: Opened['press']): Promise<void> {
  for (const name of names) {
    const exact = typeof name === 'string' ? { name, exact: true } : { name }
    await app.getByRole('button', exact).or(app.getByRole('menuitem', exact)).first().click()
  }
}

/** Asks about what is open, in every look. */
async function check(app: Page, where: string, found: string[]): Promise<void> {
  const shown: Locator = app.locator(over).last()
  await expect(shown).toBeVisible()
  // However much a dialog holds, its buttons are in view.
  for (const actions of await app.locator('dialog[open] .actions').all())
    await expect(actions).toBeInViewport({ ratio: 1 })
  for (const { name, ...look } of looks) {
    await app.emulateMedia(look)
    for (const each of await findings(app, name === 'light' ? 'everything' : 'colors', over))
      found.push(`${where}, ${name}: ${each}`)
  }
}

async function close(app: Page): Promise<void> {
  for (let left = 3; left > 0 && (await app.locator(over).count()) > 0; left--) await app.keyboard.press('Escape')
  await expect(app.locator(over)).toHaveCount(0)
}

/** Dialogs, menus and drawers, with the results of measures. A board is there afterwards. */
export function dialogTests(): void {
  test('no accessibility findings in what opens over the screens, in any look', async ({ loaded: app }) => {
    await expect(app.getByRole('contentinfo').getByText(/^Measures: \d+ results/)).toBeVisible()
    const found: string[] = []
    for (const { at, press } of opened) {
      await showScreen(app, at)
      await pressAll(app, press)
      await check(app, `${at}, ${press.map(String).join(', ')}`, found)
      await close(app)
    }
    expect(found).toEqual([])
  })

  test('no accessibility findings on a gap and in the dialogs about it, in any look', async ({ loaded: app }) => {
    const found: string[] = []
    await showScreen(app, '#/gaps')
    await app.getByRole('grid', { name: 'Worklist' }).getByRole('row').nth(1).click()
    await expect(app.getByRole('complementary')).toContainText('How the logic decided')
    await check(app, 'a gap', found)
    for (const name of ['Assign', 'Outreach', 'Add evidence', 'CQL', 'Set aside with reason']) {
      const button = app.getByRole('complementary').getByRole('button', { name, exact: true }).first()
      if (await button.isVisible()) await button.click()
      else await pressAll(app, ['More to record', name])
      await check(app, `a gap, ${name}`, found)
      await app.keyboard.press('Escape')
      await expect(app.getByRole('dialog')).toHaveCount(0)
    }
    await app.getByRole('radio', { name: 'Definition' }).click()
    await check(app, 'the definition of a gap', found)
    await close(app)
    expect(found).toEqual([])
  })

  test('no accessibility findings on a board, its dialogs and its report, in any look', async ({ loaded: app }) => {
    const found: string[] = []
    await showScreen(app, '#/overview')
    await pressAll(app, ['More about Chronic conditions', 'Pin to a board…'])
    await app.getByRole('dialog').getByRole('button', { name: 'Pin', exact: true }).click()
    await app.getByRole('button', { name: 'Open the board' }).click()
    await expect(app.getByRole('region', { name: 'Chronic conditions' }).getByRole('img').first()).toBeVisible()
    const menu = 'More about the board'
    for (const name of ['Title, date, filters and brand…', 'Events and benchmarks…', 'Add a text']) {
      await pressAll(app, [menu, name])
      await check(app, `board, ${name}`, found)
      await app.keyboard.press('Escape')
      await expect(app.getByRole('dialog')).toHaveCount(0)
    }
    await pressAll(app, ['More about Chronic conditions', 'Edit the item…'])
    await check(app, 'board, an item', found)
    await close(app)
    for (const tab of ['Report', 'As known before']) {
      await app.getByRole('tab', { name: tab }).click()
      await expect(app.getByText('Calculating…')).toHaveCount(0)
      for (const { name, ...look } of looks) {
        await app.emulateMedia(look)
        for (const each of await findings(app, name === 'light' ? 'everything' : 'colors', 'main'))
          found.push(`board, ${tab}, ${name}: ${each}`)
      }
    }
    expect(found).toEqual([])
  })
}
