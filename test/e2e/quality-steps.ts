import { readFileSync } from 'node:fs'
import type { Download, Locator, Page } from '@playwright/test'
import { expect } from './fixtures.ts'

const passphrase = 'four unlikely words together'

/** A file as a page is given it. */
interface FilePayload {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** A JSON file for the chooser of a page. */
export function jsonFile(name: string, content: unknown): FilePayload {
  return { name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(content)) }
}

/** A measure of our own in one Bundle: people with an encounter, and those of them with a resource of a type. */
function writePack(version: string, numerator: string): FilePayload {
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
  return jsonFile(`visits-vaccinated-${version}.json`, bundle)
}

/** Opens a screen from the navigation. */
export async function open(app: Page, name: string): Promise<void> {
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click()
}

/** The built-in measures run by themselves after a load. */
export async function scorecard(app: Page): Promise<void> {
  await open(app, 'Measures')
  await expect(app.getByRole('heading', { name: 'Quality measures', level: 1 })).toBeVisible()
  await expect(app.getByRole('region', { name: 'Scorecard' }).getByRole('rowheader').first()).toBeVisible()
}

/** Installs a pack of one measure: people with an encounter, and those of them with a resource of a type. */
export async function importPack(app: Page, version: string, numerator: string): Promise<void> {
  await open(app, 'Measure content')
  await expect(app.getByRole('heading', { name: 'Measure content', level: 1 })).toBeVisible()
  // What is said of an earlier import stands there until the next one begins.
  const installed = app.getByRole('status').filter({ hasText: 'Installed.' })
  const earlier = app.getByRole('button', { name: 'Dismiss' }).filter({ hasText: 'Dismiss' })
  if (await earlier.isVisible()) await earlier.click()
  await expect(installed).toHaveCount(0)
  const chooser = app.waitForEvent('filechooser')
  await app.getByRole('button', { name: 'Import files' }).click()
  await (await chooser).setFiles(writePack(version, numerator))
  await expect(installed).toContainText('1 measure')
  // The next run is of what stands in the list.
  await expect(app.getByRole('row', { name: version }).filter({ hasText: 'Visits with a vaccination' })).toBeVisible()
}

/** What was downloaded, as text. */
export async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8')
}

/** Answers the question for a passphrase. @returns once the answer was given; what follows takes a while */
export async function choosePassphrase(app: Page): Promise<void> {
  const asked = app.getByRole('dialog', { name: 'Choose a passphrase' })
  await asked.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await asked.getByLabel('Repeat passphrase').fill(passphrase)
  await asked.getByLabel('Make a recovery key').uncheck()
  await app.keyboard.press('Enter')
}

/** What the status bar says once the measures have run for every period. */
export const measuresFinished = (app: Page): Locator => app.getByRole('contentinfo').getByText(/^Measures: \d+ results/)

/** Every number of people who entered or left opens that many, and each line adds up from before to after. */
export async function everyChangeListsItsPeople(app: Page): Promise<void> {
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
