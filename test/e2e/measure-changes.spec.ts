import type { Locator, Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { exportSandbox, refreshSandbox } from './connection-steps.ts'
import { expect, loadSample, test } from './fixtures.ts'
import { importPack, open, scorecard, writePack } from './quality-steps.ts'
import { startSandboxServer } from './sample-server.ts'

test.use({ runMeasures: true, samplePatients: 60 })

const finished = (app: Page) => app.getByRole('contentinfo').getByText(/^Measures: \d+ results/)

/**
 * The rates of the screen next to those of the earlier snapshot, as the tab Changes has them.
 * @param changed a row of that tab whose rate changed
 */
async function ratesStandSideBySide(app: Page, changed: Locator): Promise<void> {
  const title = await changed.getByRole('button').innerText()
  const [before = '', after = '', points = ''] = await changed.getByRole('cell').allInnerTexts()
  await app.getByRole('button', { name: /^As of/ }).click()
  await app.getByRole('button', { name: 'Compare with snapshot…' }).click()
  const pane = app.getByRole('main', { name: 'As known before, and now' })
  await pane.getByRole('button', { name: 'Open for comparison' }).click()
  const rates = pane.getByRole('region', { name: 'Rates of measures' })
  const row = rates.getByRole('row').filter({ hasText: title }).filter({ hasText: points })
  await expect(row.first().getByRole('cell')).toContainText([before, after, points, /\S/])
  expect(await findings(app)).toEqual([])
  await rates.getByRole('button', { name: 'Open Changes' }).click()
  await expect(pane).toHaveCount(0)
  await expect(app.getByRole('tab', { name: 'Changes' })).toHaveAttribute('aria-selected', 'true')
}

/** Every number of people who entered or left opens that many, and each line adds up from before to after. */
async function everyChangeListsItsPeople(app: Page): Promise<void> {
  const lines = app.getByRole('region', { name: 'Populations' }).getByRole('row')
  const whole = (text: string): number => Number(text.replaceAll(/\D/g, '') || 0)
  let moved = 0
  await expect(lines.nth(1)).toBeVisible()
  for (const line of await lines.all()) {
    const [before = '', entered = '', left = '', after = ''] = await line.getByRole('cell').allInnerTexts()
    if (before !== '') expect(whole(before) + whole(entered) - whole(left)).toBe(whole(after))
    for (const number of await line.getByRole('button').all()) {
      const count = whole(await number.innerText())
      await number.click()
      await expect(app.getByRole('grid', { name: 'People who moved' })).toHaveAttribute('aria-rowcount', `${count + 1}`)
      moved += count
    }
  }
  expect(moved).toBeGreaterThan(0)
}

test('an admin: what ran, on which content, and again after the content changed', async ({ app }) => {
  await loadSample(app)
  await scorecard(app)
  await importPack(app, writePack('1.0.0', 'Immunization'))
  await scorecard(app)
  await app.getByRole('button', { name: 'Run again' }).click()
  const row = app
    .getByRole('region', { name: 'Scorecard' })
    .getByRole('row')
    .filter({ hasText: 'Visits with a vaccination' })
  await expect(row.first()).toBeVisible()
  // Also what it says of the periods before.
  await expect(finished(app)).toBeVisible()
  const first = await row.first().innerText()
  await open(app, 'Measure content')
  await app.getByRole('tab', { name: /^Runs/ }).click()
  await expect(app.getByRole('main')).toContainText('Visits with a vaccination')

  await importPack(app, writePack('2.0.0', 'Procedure'))
  await scorecard(app)
  await app.getByRole('button', { name: 'Run again' }).click()
  await expect(row).toHaveCount(2)
  await expect(finished(app)).toBeVisible()
  // The figures of the first version stay; only the newer one counts in totals, and both say so.
  const texts = await row.allInnerTexts()
  expect(texts.filter((text) => text.includes('duplicate, counted'))).toHaveLength(1)
  expect(texts.map((text) => text.replace(/\s*duplicate, gaps not counted/, ''))).toContain(first)

  // Two versions of one measure, compared on the same data: only the logic moved anybody.
  await app.getByRole('tab', { name: 'Changes' }).click()
  const choices = app.getByRole('combobox', { name: 'Compare with' })
  await choices.selectOption({ label: 'Visits with a vaccination, version 1.0.0 before 2.0.0' })
  const rates = app.getByRole('region', { name: 'Rates before and after' })
  await rates.getByRole('button', { name: 'Visits with a vaccination' }).click()
  await expect(app.getByRole('region', { name: 'What moved Visits with a vaccination' })).toContainText('Logic changed')
  await everyChangeListsItsPeople(app)
})

test('two snapshots of a server: what its new data did to the rates', async ({ app }) => {
  const server = await startSandboxServer()
  try {
    await exportSandbox(app, server)
    await expect(finished(app)).toBeVisible()

    await refreshSandbox(app, server)
    await expect(finished(app)).toBeVisible()

    await open(app, 'Measures')
    // Twelve months end on another day in each snapshot; the calendar year is the same in both.
    const period = app.getByRole('combobox', { name: 'Period' })
    const year = (await period.locator('option', { hasText: /of 36[56]\)/ }).textContent()) ?? ''
    await period.selectOption(year)
    await app.getByRole('tab', { name: 'Changes' }).click()
    const choices = app.getByRole('combobox', { name: 'Compare with' })
    // The snapshot before this one; options of a closed list have no place on the screen.
    const snapshot = choices.locator('optgroup[label="Snapshots"] option').first()
    await choices.selectOption((await snapshot.textContent()) ?? '')
    const rates = app.getByRole('region', { name: 'Rates before and after' })
    await expect(rates.getByRole('rowheader').first()).toBeVisible()
    const changed = rates.getByRole('row').filter({ hasText: /[+\u2212][1-9]/ })
    await changed.first().getByRole('button').click()
    await expect(app.getByRole('region', { name: 'Populations' })).toContainText(
      /New records|New person|Changed records|Deleted records/
    )
    await everyChangeListsItsPeople(app)
    await ratesStandSideBySide(app, changed.first())
  } finally {
    server.stop()
  }
})
