import type { Locator, Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect } from './fixtures.ts'
import { everyChangeListsItsPeople, open } from './quality-steps.ts'

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

/** Two snapshots of a server are there, the newer one is open, and its measures have run: what its new data did to the rates. */
export async function ratesChangedBetweenSnapshots(app: Page): Promise<void> {
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
}
