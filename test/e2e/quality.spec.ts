import type { Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, loadSample, test } from './fixtures.ts'
import {
  choosePassphrase,
  everyChangeListsItsPeople,
  importPack,
  jsonFile,
  measuresFinished,
  open,
  scorecard,
  textOf
} from './quality-steps.ts'

test.use({ runMeasures: true })

const kidney = 'Kidney health evaluation in diabetes'

/** From a pack to closed gaps and reports. */
async function closeGaps(app: Page): Promise<void> {
  await scorecard(app)
  await importPack(app, '1.0.0', 'Immunization')
  await scorecard(app)
  await app.getByRole('button', { name: 'Run again' }).click()
  const card = app.getByRole('region', { name: 'Scorecard' })
  await expect(card.getByRole('rowheader', { name: 'Visits with a vaccination' })).toBeVisible()

  // A rate, who is behind it, and why one of them is open.
  await card.getByRole('link', { name: kidney }).click()
  await expect(app.getByRole('heading', { name: kidney, level: 1 })).toBeVisible()
  await expect(app.getByRole('region', { name: 'Populations' })).toContainText('Initial population')
  await app.getByRole('button', { name: 'Worklist', exact: true }).click()
  await expect(app.getByRole('heading', { name: 'Care gaps', level: 1 })).toBeVisible()
  const grid = app.getByRole('grid', { name: 'Worklist' })
  await expect(grid.getByRole('row').nth(1)).toContainText(kidney)
  await expect(grid.getByRole('row').nth(1)).toContainText('••')
  const openRows = app.getByRole('button', { name: /^Open/ }).first()
  const before = Number.parseInt((await openRows.innerText()).replaceAll(/\D/g, ''), 10)
  await grid.getByRole('row').nth(1).click()
  const drawer = app.getByRole('complementary')
  await expect(drawer).toContainText('How the logic decided')
  await expect(drawer.getByRole('list', { name: 'How the logic decided' })).toContainText(/filtration rate/i)
  await expect(drawer.getByRole('list', { name: 'Evidence' }).getByRole('listitem').first()).toBeVisible()
  expect(await findings(app)).toEqual([])
  await drawer.getByRole('button', { name: 'CQL' }).click()
  await expect(app.getByRole('dialog', { name: `CQL of ${kidney}` })).toContainText('define "Numerator"')
  await app
    .getByRole('dialog', { name: `CQL of ${kidney}` })
    .getByRole('button', { name: 'Close' })
    .click()

  // Closed with evidence: asks for a passphrase first, since what is kept is encrypted.
  await drawer.getByRole('button', { name: 'More to record' }).click()
  await app.getByRole('menuitem', { name: 'Add evidence' }).click()
  const dialog = app.getByRole('dialog', { name: 'Add evidence' })
  await dialog.getByRole('button', { name: 'Add evidence' }).click()
  await expect(dialog.getByRole('alert')).toContainText('what was done')
  await dialog.getByLabel('What was done or found').fill('Albumin-creatinine ratio 12 mg/g')
  await dialog.getByLabel('Source').fill('Letter of a kidney clinic')
  await dialog.getByRole('button', { name: 'Add evidence' }).click()
  await choosePassphrase(app)
  await expect(drawer).toContainText('Closed by supplemental evidence')
  await expect(drawer.getByRole('list', { name: 'History' })).toContainText('Albumin-creatinine ratio 12 mg/g')
  await expect(openRows).toContainText(String(before - 1))

  // The rate from source data stays, the one with evidence stands next to it.
  await open(app, 'Measures')
  const row = card.getByRole('row').filter({ hasText: kidney })
  await expect(row).toContainText('with evidence')

  await app.getByRole('tab', { name: 'Reports' }).click()
  const report = app.waitForEvent('download')
  await app.getByRole('button', { name: 'Export MeasureReport, summary' }).click()
  const bundle = JSON.parse(await textOf(await report)) as {
    entry: { resource: { resourceType: string; measure: string } }[]
  }
  expect(new Set(bundle.entry.map(({ resource }) => resource.resourceType))).toEqual(new Set(['MeasureReport']))
  expect(bundle.entry.some(({ resource }) => resource.measure.includes('visits-vaccinated'))).toBe(true)

  // Reports about single people are written to a file of the user's choice; a browser without such a dialog downloads.
  await app.evaluate(async () => {
    const folder = await navigator.storage.getDirectory()
    const showSaveFilePicker = (): Promise<unknown> => folder.getFileHandle('gaps.ndjson', { create: true })
    Object.assign(globalThis, { showSaveFilePicker })
  })
  await app.getByRole('button', { name: 'Export Gaps in care, DEQM' }).click()
  await expect(app.getByText(/^Exported: Gaps in care, DEQM, [\d,]+ people$/).first()).toBeVisible()
  const written = await app.evaluate(async () => {
    const folder = await navigator.storage.getDirectory()
    const file = await (await folder.getFileHandle('gaps.ndjson')).getFile()
    return (await file.text()).trim().split('\n')
  })
  expect(written.length).toBeGreaterThan(1)
  for (const line of written) expect(line).toMatch(/^\{"resourceType":"Bundle".*\}$/)
  await app.evaluate(() => void Object.assign(globalThis, { showSaveFilePicker: undefined }))
  const individual = app.waitForEvent('download')
  await app.getByRole('button', { name: 'Export MeasureReport, individual' }).click()
  expect(await textOf(await individual)).toMatch(/^\{"resourceType":"MeasureReport"/)
  const workbook = app.waitForEvent('download')
  await app.getByRole('button', { name: 'Export Workbook' }).click()
  expect((await textOf(await workbook)).startsWith('PK')).toBe(true)

  // Our own report, read again, differs in nothing.
  const chooser = app.waitForEvent('filechooser')
  await app.getByRole('button', { name: 'Choose files' }).click()
  await (await chooser).setFiles(jsonFile('report.json', bundle))
  await expect(app.getByRole('region', { name: 'Compare with reports of others' })).toContainText('0 of')

  // Taken back, the gap is open again and the history says so.
  await open(app, 'Care gaps')
  await app.getByRole('button', { name: /^Closed/ }).click()
  await app.getByRole('combobox', { name: 'Measure', exact: true }).selectOption({ label: kidney })
  // High enough for all rows: only those in sight are drawn.
  await app.setViewportSize({ width: 1440, height: 2000 })
  await expect(grid).toContainText('evidence')
  await grid.getByRole('row').filter({ hasText: 'evidence' }).first().click()
  await drawer.getByRole('radio', { name: /^Work/ }).check({ force: true })
  await drawer.getByRole('button', { name: 'Take back' }).click()
  await expect(drawer.getByRole('list', { name: 'History' })).toContainText('withdrawn')
}

/** What ran, on which content, and again after the content changed. */
async function changeContent(app: Page): Promise<void> {
  await scorecard(app)
  const row = app
    .getByRole('region', { name: 'Scorecard' })
    .getByRole('row')
    .filter({ hasText: 'Visits with a vaccination' })
  await expect(row.first()).toBeVisible()
  // Nothing runs any more, so that it is also what it says of the periods before.
  await expect(app.getByRole('button', { name: 'Run again' })).toBeVisible()
  const first = await row.first().innerText()
  await open(app, 'Measure content')
  await app.getByRole('tab', { name: /^Runs/ }).click()
  await expect(app.getByRole('main')).toContainText('Visits with a vaccination')

  await importPack(app, '2.0.0', 'Procedure')
  await scorecard(app)
  await app.getByRole('button', { name: 'Run again' }).click()
  await expect(row).toHaveCount(2)
  await expect(measuresFinished(app)).toBeVisible()
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
}

test('an analyst goes from a pack to closed gaps and reports, and an admin changes the content', async ({ app }) => {
  await loadSample(app)
  await test.step('from a pack to closed gaps and reports', () => closeGaps(app))
  await app.setViewportSize({ width: 1440, height: 900 })
  await test.step('what ran, on which content, and again after the content changed', () => changeContent(app))
})
