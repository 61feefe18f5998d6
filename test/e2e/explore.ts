import type { Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

async function openExplore(app: Page): Promise<void> {
  await openScreen(app, 'Explore')
  await expect(app.getByRole('listbox', { name: 'Sex' })).toBeVisible()
}

/** What another test chose and kept goes. */
async function startAfresh(app: Page): Promise<void> {
  await openExplore(app)
  const charts = app.getByRole('region', { name: 'Charts to brush' })
  const reset = charts.getByRole('button', { name: 'Reset' })
  if (await reset.isVisible()) await reset.click()
  await expect(charts.locator('header p')).toHaveText(/^([\d,]+) of \1 people match$/)
  const menus = app.getByRole('complementary', { name: 'Cohorts' }).getByRole('button', { name: /^More about/ })
  // Those that use others go first.
  const combined = menus.and(app.getByRole('button', { name: / (and|or) / }))
  for (let left = await menus.count(); left > 0; left--) {
    await ((await combined.count()) > 0 ? combined : menus).first().click()
    await app.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(menus).toHaveCount(left - 1)
  }
}

async function keepCohort(app: Page, name: string): Promise<void> {
  await app.getByRole('button', { name: 'Save as cohort' }).click()
  await app.getByRole('textbox', { name: 'Name' }).fill(name)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('button', { name: `Filter by ${name}` })).toBeVisible()
}

/** Saves a view with one sex. */
export async function saveExploreView(app: Page): Promise<void> {
  await startAfresh(app)
  await app.getByRole('listbox', { name: 'Sex' }).getByRole('option').nth(1).click()
  await app.getByRole('button', { name: 'Save view' }).click()
  await app.getByRole('textbox', { name: 'Name' }).fill('One sex')
  await app.keyboard.press('Enter')
}

/** The view that was saved opens with its choice. */
export async function openSavedExploreView(app: Page): Promise<void> {
  await openExplore(app)
  await app.getByRole('button', { name: 'Saved views' }).click()
  await app.getByRole('button', { name: 'One sex', exact: true }).click()
  await expect(app.getByRole('listbox', { name: 'Sex' }).getByRole('option', { selected: true })).toHaveCount(1)
}

/** The charts of Explore, and cohorts that come of them. */
export function exploreTests(): void {
  test('brushing a chart by keyboard moves all others, and a cohort filters every screen', async ({ loaded: app }) => {
    await startAfresh(app)
    const charts = app.getByRole('region', { name: 'Charts to brush' })
    const sex = app.getByRole('listbox', { name: 'Sex' })
    const first = sex.getByRole('option').first()
    const people = /: ([\d,]+) of/.exec((await first.getAttribute('aria-label')) ?? '')?.[1] ?? ''
    await sex.focus()
    await app.keyboard.press('Space')
    await expect(first).toHaveAttribute('aria-selected', 'true')
    await expect(charts).toContainText(`${people} of`)
    await keepCohort(app, 'One sex')
    await expect(charts).toContainText(`${people} of`)

    const age = app.getByRole('listbox', { name: 'Age' })
    await age.focus()
    await app.keyboard.press('Home')
    for (let step = 0; step < 4; step++) await app.keyboard.press('Shift+ArrowRight')
    await expect(age.getByRole('option', { selected: true })).toHaveCount(5)
    await charts.getByRole('button', { name: 'Reset' }).click()
    await expect(age.getByRole('option', { selected: true })).toHaveCount(0)
    // Keys go on from a press of the mouse.
    await age.getByRole('option').nth(9).click()
    await app.keyboard.press('Shift+ArrowRight')
    await expect(age.getByRole('option', { selected: true })).toHaveCount(2)
    await charts.getByRole('button', { name: 'Reset' }).click()

    await app.getByRole('button', { name: 'Filter by One sex' }).click()
    await expect(charts).toContainText(`of ${people} people match`)
    await expect(app.getByText('Cohort One sex').first()).toBeVisible()
  })

  test('cohorts are combined and compared', async ({ loaded: app }) => {
    await startAfresh(app)
    await app.getByRole('listbox', { name: 'Sex' }).getByRole('option').first().click()
    await keepCohort(app, 'First')
    await app.getByRole('listbox', { name: 'Sex' }).getByRole('option').first().click()
    await app.getByRole('listbox', { name: 'Sex' }).getByRole('option').nth(1).click()
    await keepCohort(app, 'Second')
    await app.getByRole('combobox', { name: 'How to combine' }).selectOption('or')
    await app.getByRole('button', { name: 'Combine' }).click()
    await expect(app.getByRole('button', { name: 'Filter by First or Second' })).toBeVisible()
    await app.getByRole('button', { name: 'Compare' }).click()
    await expect(app.getByRole('region', { name: 'Largest differences' })).toBeVisible()
    await expect(
      app.getByRole('table', { name: 'Comparison of cohorts' }).getByRole('row', { name: /^Age/ })
    ).toBeVisible()
  })

  test('cohorts are renamed and deleted, with the filters that name them', async ({ loaded: app }) => {
    await startAfresh(app)
    await app.getByRole('listbox', { name: 'Sex' }).getByRole('option').first().click()
    await keepCohort(app, 'First')
    await app.getByRole('button', { name: 'Filter by First' }).click()
    await expect(app.getByText('Cohort First').first()).toBeVisible()
    await app.getByRole('button', { name: 'More about First' }).click()
    await app.getByRole('menuitem', { name: 'Rename' }).click()
    await app.getByRole('textbox', { name: 'Name' }).fill('Renamed')
    await app.keyboard.press('Enter')
    await expect(app.getByText('Cohort Renamed').first()).toBeVisible()
    await app.getByRole('button', { name: 'More about Renamed' }).click()
    await app.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(app.getByText('Cohort Renamed')).toHaveCount(0)
    await expect(app.getByRole('button', { name: 'Filter by Renamed' })).toHaveCount(0)
  })

  test('the choices open in SQL as a condition, and its people come back as a cohort', async ({ loaded: app }) => {
    await startAfresh(app)
    const charts = app.getByRole('region', { name: 'Charts to brush' })
    const matching = charts.locator('header p')
    for (const [chart, place] of [
      ['Sex', 0],
      ['Age', 9]
    ] as const) {
      const before = await matching.innerText()
      await app.getByRole('listbox', { name: chart }).getByRole('option').nth(place).click()
      await expect(matching).not.toHaveText(before)
    }
    await expect(charts.getByRole('button', { name: 'Reset' })).toBeVisible()
    const people = /^([\d,]+) of/.exec((await matching.innerText()).trim())?.[1] ?? ''
    await expect(app.getByLabel('The choices as a condition')).toContainText('age >= 45 AND age < 50')
    await app.getByRole('button', { name: 'Open in SQL' }).click()
    await app.getByRole('button', { name: 'Run', exact: true }).click()
    const result = app.getByRole('region', { name: 'Result' })
    await expect(result).toContainText(`${people} rows`)
    await result.getByRole('button', { name: 'Save as cohort' }).click()
    await app.getByRole('textbox', { name: 'Name' }).fill('From SQL')
    await app.keyboard.press('Enter')
    await app.getByRole('button', { name: 'Explore', exact: true }).click()
    await app.getByRole('button', { name: 'Filter by From SQL' }).click()
    await expect(charts).toContainText(`${people} of ${people} people match`)
  })

  test('no accessibility findings on the Explore screen with a choice and a cohort', async ({ loaded: app }) => {
    await app.emulateMedia({ colorScheme: 'dark' })
    await startAfresh(app)
    await app.getByRole('listbox', { name: 'Sex' }).getByRole('option').first().click()
    await keepCohort(app, 'One')
    expect(await findings(app)).toEqual([])
  })
}
