import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Download, Page } from '@playwright/test'
import { testData } from '../support/test-data.ts'
import { expect, test } from './fixtures.ts'
import { startSandboxServer } from './sandbox-server.ts'

test.use({ runMeasures: true })

const passphrase = 'four unlikely words together'
const kidney = 'Kidney health evaluation in diabetes'

/** A measure of our own in one Bundle: people with an encounter, and those of them with an immunisation. */
function writePack(version: string, numerator: string): string {
  const cql = `library VisitsVaccinated version '${version}'
using FHIR version '4.0.1'
parameter "Measurement Period" Interval<DateTime>
context Patient
define "Initial Population": exists [Encounter]
define "Numerator": exists [${numerator}]
`
  const population = (code: string, expression: string): unknown => ({
    id: code,
    code: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-population', code }] },
    criteria: { language: 'text/cql-identifier', expression }
  })
  const measure = {
    resourceType: 'Measure',
    id: 'visits-vaccinated',
    url: 'http://example.org/Measure/visits-vaccinated',
    version,
    name: 'VisitsVaccinated',
    title: 'Visits with a vaccination',
    status: 'active',
    library: [`http://example.org/Library/VisitsVaccinated|${version}`],
    scoring: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-scoring', code: 'proportion' }] },
    improvementNotation: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-improvement-notation', code: 'increase' }]
    },
    group: [
      {
        id: 'rate',
        population: [
          population('initial-population', 'Initial Population'),
          population('denominator', 'Initial Population'),
          population('numerator', 'Numerator')
        ]
      }
    ]
  }
  const library = {
    resourceType: 'Library',
    id: 'VisitsVaccinated',
    url: 'http://example.org/Library/VisitsVaccinated',
    version,
    name: 'VisitsVaccinated',
    status: 'active',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/library-type', code: 'logic-library' }] },
    content: [{ contentType: 'text/cql', data: Buffer.from(cql).toString('base64') }]
  }
  const bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: measure }, { resource: library }] }
  const path = join(mkdtempSync(join(tmpdir(), 'populus-pack-')), `visits-vaccinated-${version}.json`)
  writeFileSync(path, JSON.stringify(bundle))
  return path
}

async function loadSample(app: Page): Promise<void> {
  await app.getByRole('button', { name: 'Load sample' }).click()
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 90_000 })
}

async function open(app: Page, name: string): Promise<void> {
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click()
}

/** The built-in measures run by themselves after a load. */
async function scorecard(app: Page): Promise<void> {
  await open(app, 'Measures')
  await expect(app.getByRole('heading', { name: 'Quality measures', level: 1 })).toBeVisible()
  await expect(app.getByRole('region', { name: 'Scorecard' }).getByRole('rowheader').first()).toBeVisible({
    timeout: 120_000
  })
}

async function importPack(app: Page, path: string): Promise<void> {
  await open(app, 'Measure content')
  const chooser = app.waitForEvent('filechooser')
  await app.getByRole('button', { name: 'Import files' }).click()
  await (await chooser).setFiles(path)
  await expect(app.getByRole('main')).toContainText('1 measure')
}

async function text(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8')
}

test('an analyst: from a pack to closed gaps and reports', async ({ app }) => {
  test.setTimeout(420_000)
  await loadSample(app)
  await scorecard(app)
  await importPack(app, writePack('1.0.0', 'Immunization'))
  await scorecard(app)
  await app.getByRole('button', { name: 'Run again' }).click()
  const card = app.getByRole('region', { name: 'Scorecard' })
  await expect(card.getByRole('rowheader', { name: 'Visits with a vaccination' })).toBeVisible({ timeout: 120_000 })

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
  await expect(drawer.getByRole('list', { name: 'How the logic decided' })).toContainText('Filtration rate tested')
  await expect(drawer.getByRole('list', { name: 'Evidence' }).getByRole('listitem').first()).toBeVisible()
  const findings = await new AxeBuilder({ page: app }).analyze()
  expect(findings.violations.map(({ id }) => id)).toEqual([])
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
  await dialog.getByLabel('Where you know it from').fill('Letter of a kidney clinic')
  await dialog.getByRole('button', { name: 'Add evidence' }).click()
  const asked = app.getByRole('dialog', { name: 'Choose a passphrase' })
  await asked.getByLabel('Passphrase').fill(passphrase)
  await asked.getByLabel('The same again').fill(passphrase)
  await app.keyboard.press('Enter')
  await expect(drawer).toContainText('Closed by supplemental evidence', { timeout: 30_000 })
  await expect(drawer.getByRole('list', { name: 'History' })).toContainText('Albumin-creatinine ratio 12 mg/g')
  await expect(openRows).toContainText(String(before - 1))

  // The rate from source data stays, the one with evidence stands beside it.
  await open(app, 'Measures')
  const row = card.getByRole('row').filter({ hasText: kidney })
  await expect(row).toContainText('with evidence')

  await app.getByRole('tab', { name: 'Reports' }).click()
  const report = app.waitForEvent('download')
  await app.getByRole('button', { name: 'Export MeasureReport, summary' }).click()
  const bundle = JSON.parse(await text(await report)) as {
    entry: { resource: { resourceType: string; measure: string } }[]
  }
  expect(new Set(bundle.entry.map(({ resource }) => resource.resourceType))).toEqual(new Set(['MeasureReport']))
  expect(bundle.entry.some(({ resource }) => resource.measure.includes('visits-vaccinated'))).toBe(true)
  const workbook = app.waitForEvent('download')
  await app.getByRole('button', { name: 'Export Workbook' }).click()
  expect((await text(await workbook)).startsWith('PK')).toBe(true)

  // Our own report, read again, differs in nothing.
  const path = join(mkdtempSync(join(tmpdir(), 'populus-report-')), 'report.json')
  writeFileSync(path, JSON.stringify(bundle))
  const chooser = app.waitForEvent('filechooser')
  await app.getByRole('button', { name: 'Choose files' }).click()
  await (await chooser).setFiles(path)
  await expect(app.getByRole('region', { name: 'Compare with reports of others' })).toContainText('0 of')

  // Taken back, the gap is open again and the history says so.
  await open(app, 'Care gaps')
  await app.getByRole('button', { name: /^Closed/ }).click()
  await app.getByRole('combobox', { name: 'Measure', exact: true }).selectOption({ label: kidney })
  await expect(grid).toContainText('evidence')
  await grid.getByRole('row').filter({ hasText: 'evidence' }).first().click()
  await drawer.getByRole('radio', { name: /^Work/ }).check({ force: true })
  await drawer.getByRole('button', { name: 'Take back' }).click()
  await expect(drawer.getByRole('list', { name: 'History' })).toContainText('taken back')
})

test('many gaps at once, by keyboard, and a saved view', async ({ app }) => {
  test.setTimeout(420_000)
  await loadSample(app)
  await open(app, 'Care gaps')
  const grid = app.getByRole('grid', { name: 'Worklist' })
  await expect(grid.getByRole('row').nth(1)).toContainText('••', { timeout: 120_000 })
  await grid.focus()
  await app.keyboard.press('Home')
  await app.keyboard.press(' ')
  await app.keyboard.press('Shift+ArrowDown')
  await app.keyboard.press('Shift+ArrowDown')
  const bar = app.getByRole('toolbar', { name: 'With the rows that are selected' })
  await expect(bar).toContainText('3 selected')
  await bar.getByRole('button', { name: 'Assign' }).press('Enter')
  await app.getByRole('dialog', { name: 'Assign (3 gaps)' }).getByLabel('Name').fill('Care team north')
  await app.getByRole('dialog', { name: 'Assign (3 gaps)' }).getByRole('button', { name: 'Assign' }).press('Enter')
  const asked = app.getByRole('dialog', { name: 'Choose a passphrase' })
  await asked.getByLabel('Passphrase').fill(passphrase)
  await asked.getByLabel('The same again').fill(passphrase)
  await app.keyboard.press('Enter')
  await expect(app.getByText('Recorded for 3 gaps')).toBeVisible({ timeout: 30_000 })
  await app.getByRole('combobox', { name: 'Owner' }).selectOption('Care team north')
  await expect(grid.getByRole('row')).toHaveCount(4)

  await app.getByRole('button', { name: 'Saved views' }).click()
  await app.getByRole('button', { name: 'Save this view' }).click()
  await app.getByRole('dialog', { name: 'Save this view' }).getByLabel('Name').fill('Team north')
  await app.keyboard.press('Enter')
  await expect(app.getByText('Saved “Team north”')).toBeVisible()
  await app.getByRole('combobox', { name: 'Owner' }).selectOption({ label: 'anyone' })
  await expect(grid.getByRole('row').nth(5)).toBeVisible()
  await app.getByRole('button', { name: 'Saved views' }).click()
  await app.getByRole('button', { name: 'Team north', exact: true }).click()
  await expect(grid.getByRole('row')).toHaveCount(4)

  const download = app.waitForEvent('download')
  await app.getByRole('button', { name: 'Export worklist' }).click()
  await app.getByRole('menuitem', { name: 'Export CSV' }).click()
  const lines = (await text(await download)).trimEnd().split('\r\n')
  expect(lines).toHaveLength(5)
  expect(lines[0]).toContain('What closes it')
  expect(lines[1]).toContain('Care team north')
  expect(lines[1]).toContain('••')
})

test('adherence: how many days are covered, and until when a fill still helps', async ({ app }) => {
  test.setTimeout(300_000)
  await loadSample(app)
  await open(app, 'Care gaps')
  const grid = app.getByRole('grid', { name: 'Worklist' })
  await expect(grid.getByRole('row').nth(1)).toContainText('••', { timeout: 120_000 })
  await app.getByRole('combobox', { name: 'Measure' }).selectOption({ label: 'Adherence to statins' })
  await expect(grid.getByRole('columnheader', { name: 'Covered so far' })).toBeVisible()
  await grid.getByRole('columnheader', { name: 'Days to 80%' }).click()
  await expect(grid.getByRole('columnheader', { name: 'Days to 80%' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(grid.getByRole('row').nth(1)).toContainText('%')
  await grid.getByRole('row').nth(1).click()
  const drawer = app.getByRole('complementary')
  await expect(drawer.getByRole('heading', { name: 'Days covered' })).toBeVisible()
  await expect(drawer).toContainText('Still missing to 80%')
  await expect(drawer).toContainText('Last day for a fill to reach 80%')
  await expect(drawer).toContainText('How the logic decided', { timeout: 30_000 })
  expect((await new AxeBuilder({ page: app }).analyze()).violations).toEqual([])
  // The day to act by stays in view beside the drawer in a narrow window.
  await app.setViewportSize({ width: 1280, height: 720 })
  await expect(grid.getByRole('columnheader', { name: 'Act by' })).toBeVisible()
})

const folder = testData('data/synthea-100')

test.describe('with a real export', () => {
  test.use({ openPaths: folder === undefined ? [] : [folder] })

  test('a payer analyst: Stars by plan, what if, and a workbook', async ({ app }) => {
    test.skip(folder === undefined, 'the real export is not here')
    test.setTimeout(420_000)
    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 90_000 })
    await scorecard(app)
    await app.getByRole('tab', { name: 'What-if' }).click()
    await expect(app.getByRole('group', { name: 'Rating', exact: true })).toContainText('Overall rating')
    await app.getByRole('combobox', { name: 'Rate each' }).selectOption({ label: 'Payer' })
    await expect(app.getByRole('region', { name: 'Rating by payer' }).getByRole('rowheader').first()).toBeVisible()
    const mean = app.getByRole('group', { name: 'Weighted mean' })
    const before = await mean.innerText()
    const slider = app.getByRole('slider', { name: /^Closures of/ }).first()
    await slider.focus()
    await app.keyboard.press('End')
    await expect(mean).not.toHaveText(before)
    await expect(mean).toContainText('→')
    await app.getByRole('button', { name: 'Start over' }).click()
    await expect(mean).toHaveText(before)
    await app.getByRole('tab', { name: 'Reports' }).click()
    const workbook = app.waitForEvent('download')
    await app.getByRole('button', { name: 'Export Workbook' }).click()
    expect((await workbook).suggestedFilename()).toMatch(/\.xlsx$/)
  })
})

test('an admin: what ran, on which content, and again after the content changed', async ({ app }) => {
  test.setTimeout(420_000)
  await loadSample(app)
  await scorecard(app)
  await importPack(app, writePack('1.0.0', 'Immunization'))
  await scorecard(app)
  await app.getByRole('button', { name: 'Run again' }).click()
  const row = app
    .getByRole('region', { name: 'Scorecard' })
    .getByRole('row')
    .filter({ hasText: 'Visits with a vaccination' })
  await expect(row.first()).toBeVisible({ timeout: 90_000 })
  const first = await row.first().innerText()
  await open(app, 'Measure content')
  await app.getByRole('tab', { name: /^Runs/ }).click()
  await expect(app.getByRole('main')).toContainText('Visits with a vaccination')

  await importPack(app, writePack('2.0.0', 'Procedure'))
  await scorecard(app)
  await app.getByRole('button', { name: 'Run again' }).click()
  await expect(row).toHaveCount(2, { timeout: 90_000 })
  expect(await row.allInnerTexts()).toContain(first)

  // Two versions of one measure, compared on the same data: only the logic moved anybody.
  await app.getByRole('tab', { name: 'Changes' }).click()
  const choices = app.getByRole('combobox', { name: 'Compare with' })
  await choices.selectOption({ label: 'Visits with a vaccination, version 1.0.0 before 2.0.0' })
  const rates = app.getByRole('region', { name: 'Rates before and after' })
  await rates.getByRole('button', { name: 'Visits with a vaccination' }).click({ timeout: 120_000 })
  await expect(app.getByRole('region', { name: 'What moved Visits with a vaccination' })).toContainText('Logic changed')
  await everyChangeListsItsPeople(app)
})

/** Every number of people who entered or left opens that many, and each line adds up from before to after. */
async function everyChangeListsItsPeople(app: Page): Promise<void> {
  const lines = app.getByRole('region', { name: 'Populations' }).getByRole('row')
  const whole = (text: string): number => Number(text.replaceAll(/\D/g, '') || 0)
  let moved = 0
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

test('two snapshots of a server: what its new data did to the rates', async ({ app }) => {
  test.setTimeout(300_000)
  app.setDefaultTimeout(60_000)
  const server = await startSandboxServer()
  const next = app.getByRole('button', { name: 'Continue', exact: true })
  const finished = app.getByRole('contentinfo').getByText(/^Measures: \d+ results/)
  try {
    await app.getByRole('button', { name: 'Connect', exact: true }).click()
    await app.getByLabel('FHIR base address').fill(server.base)
    await app.getByRole('button', { name: 'Look at the server' }).click()
    await app.getByLabel('Name', { exact: true }).fill('Riverbend')
    await next.click()
    await next.click()
    await next.click()
    await app.getByRole('button', { name: 'Make the key pair' }).click()
    const asked = app.getByRole('dialog', { name: 'Choose a passphrase' })
    await asked.getByLabel('Passphrase').fill(passphrase)
    await asked.getByLabel('The same again').fill(passphrase)
    await app.keyboard.press('Enter')
    await expect(app.getByRole('row', { name: /ES384/ })).toContainText('signs')
    await next.click()
    const keys = app.waitForEvent('download')
    await app.getByRole('button', { name: 'Save the public key set' }).click()
    await server.register(await text(await keys))
    await app.getByLabel('Client id').fill('populus')
    await next.click()
    await app.getByRole('button', { name: 'Test the sign-in' }).click()
    await expect(app.getByText('Signed in', { exact: true })).toBeVisible()
    await next.click()
    await app.getByRole('radio', { name: /^All patients/ }).check()
    await next.click()
    await app.getByRole('button', { name: 'Start first export' }).click()
    await app.getByRole('button', { name: 'Open the data' }).click({ timeout: 90_000 })
    await expect(finished).toBeVisible({ timeout: 120_000 })

    await server.advance()
    await open(app, 'Connections')
    await app.getByRole('button', { name: 'Refresh now' }).click()
    await expect(app.getByRole('tab', { name: 'History 2' })).toBeVisible()
    await app.getByRole('button', { name: 'Open the data' }).first().click({ timeout: 90_000 })
    await expect(finished).toBeVisible({ timeout: 120_000 })

    await open(app, 'Measures')
    await app.getByRole('tab', { name: 'Changes' }).click()
    const choices = app.getByRole('combobox', { name: 'Compare with' })
    // The snapshot before this one; options of a closed list have no place on the screen.
    const snapshot = choices.locator('optgroup[label="Snapshots"] option').first()
    await choices.selectOption((await snapshot.textContent()) ?? '')
    const rates = app.getByRole('region', { name: 'Rates before and after' })
    await expect(rates.getByRole('rowheader').first()).toBeVisible({ timeout: 120_000 })
    const changed = rates.getByRole('row').filter({ hasText: /[+\u2212][1-9]/ })
    await changed.first().getByRole('button').click()
    await expect(app.getByRole('region', { name: 'Populations' })).toContainText(
      /New records|New person|Changed records|Deleted records/
    )
    await everyChangeListsItsPeople(app)
  } finally {
    server.stop()
  }
})
