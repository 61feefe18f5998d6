import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

async function openExplore(app: Page): Promise<void> {
  await app.getByRole('button', { name: 'Load sample' }).click()
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Explore' }).click()
  await expect(app.getByRole('heading', { name: 'Explore', level: 1 })).toBeVisible()
  await expect(app.getByRole('listbox', { name: 'Sex' })).toBeVisible()
}

async function keepCohort(app: Page, name: string): Promise<void> {
  await app.getByRole('button', { name: 'Save as cohort' }).click()
  await app.getByRole('textbox', { name: 'Name' }).fill(name)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('button', { name: `Filter by ${name}` })).toBeVisible()
}

test('brushing a chart by keyboard moves all others, and a cohort filters every screen', async ({ app }) => {
  await openExplore(app)
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

  await app.getByRole('button', { name: 'Filter by One sex' }).click()
  await expect(charts).toContainText(`of ${people} people match`)
  await expect(app.getByText('Cohort One sex').first()).toBeVisible()
})

test('cohorts are combined and compared', async ({ app }) => {
  await openExplore(app)
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

for (const scheme of ['light', 'dark'] as const) {
  test(`no accessibility findings on the Explore screen, ${scheme}`, async ({ app }) => {
    await app.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await openExplore(app)
    await app.getByRole('listbox', { name: 'Sex' }).getByRole('option').first().click()
    await keepCohort(app, 'One')
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await new AxeBuilder({ page: app }).withTags(tags).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    ).toEqual([])
  })
}
