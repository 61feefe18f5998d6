import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { writeClaimsOnly } from '../support/claims-only.ts'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'

/** Only the process that runs the tests makes it; another one reads this file to list them. */
const folder = join(tmpdir(), `populus-claims-${process.pid}`)
const data = join(folder, 'claims')
const [crosswalk, table, valueSet] = ['ndc.csv', 'cpt.csv', 'value-set.json'].map((name) => join(folder, name)) as [
  string,
  string,
  string
]

// They share one page, and each leaves the procedures as it found them.
test.describe.configure({ mode: 'default' })
test.use({ openPaths: [data], runMeasures: true })
// A worker that runs the tests of this file in two groups runs these once for each group.
test.beforeAll(() => {
  writeFileSync(crosswalk, writeClaimsOnly(data, 40).crosswalk)
  writeFileSync(table, 'CPT,Description\n77067,Screening mammography\n')
  const contains = [{ system: 'http://www.ama-assn.org/go/cpt', code: '77067' }]
  const resource = { resourceType: 'ValueSet', url: 'http://example.org/ValueSet/own', expansion: { contains } }
  writeFileSync(valueSet, JSON.stringify(resource))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

const navigation = (app: Page) => app.getByRole('navigation', { name: 'Main' })

async function openUnknownCodes(app: Page): Promise<void> {
  await navigation(app).getByRole('link', { name: 'Measure content' }).click()
  await app.getByRole('tab', { name: 'Unknown codes' }).click()
  await expect(app.getByRole('row', { name: /^Drugs/ })).toBeVisible()
}

async function importFile(app: Page, path: string): Promise<void> {
  const chooser = app.waitForEvent('filechooser')
  await app.getByRole('button', { name: 'Import files' }).click()
  await (await chooser).setFiles(path)
}

async function removePack(app: Page, name: RegExp): Promise<void> {
  await app.getByRole('tab', { name: /^Packs/ }).click()
  const remove = app.getByRole('button', { name })
  await remove.click()
  await app.getByRole('button', { name: 'Remove the pack' }).click()
  await expect(remove).toHaveCount(0)
}

test('a rate whose drugs no list knows cannot be computed, until a crosswalk is imported', async ({ loaded: app }) => {
  await navigation(app).getByRole('link', { name: 'Measures', exact: true }).click()
  const row = app.getByRole('row', { name: /^High-risk medicines in older adults: any/ })
  await expect(row).toContainText(
    'Cannot be computed: these data use codes that no installed list knows (NDC, 24 records).'
  )
  await row.getByRole('link', { name: 'Map the codes' }).click()
  await expect(app.getByRole('row', { name: /^Drugs 24 24 NDC 24/ })).toBeVisible()
  await importFile(app, crosswalk)
  await expect(app.getByRole('status').filter({ hasText: 'Installed.' })).toContainText('1 mapped code')
  await expect(app.getByRole('row', { name: /^Drugs 24 0/ })).toBeVisible()
  await navigation(app).getByRole('link', { name: 'Measures', exact: true }).click()
  await expect(row.getByRole('button', { name: /rate, High-risk/ })).toBeVisible()
})

test('codes are mapped to a suggested list, and a pack of them can be exported and removed', async ({
  loaded: app
}) => {
  await openUnknownCodes(app)
  expect(await findings(app)).toEqual([])
  await app.getByRole('button', { name: 'Procedures and services' }).click()
  await app.getByRole('button', { name: 'Map 77067' }).click()
  const dialog = app.getByRole('dialog', { name: 'Map 1 code' })
  await expect(dialog.getByRole('button', { name: 'Do not map 77067 to Mammography' })).toBeVisible()
  expect(await findings(app)).toEqual([])
  await dialog.getByRole('button', { name: 'Add 1 code' }).click()
  await expect(app.getByRole('row', { name: /^Procedures and services 20 0/ })).toBeVisible()
  await app.getByRole('tab', { name: /^Packs/ }).click()
  const pack = app.getByRole('row', { name: /1 code mapped to Mammography/ })
  const download = app.waitForEvent('download')
  await pack.getByRole('button', { name: /^Export/ }).click()
  expect((await download).suggestedFilename()).toBe('1-code-mapped-to-mammography.csv')
  await pack.getByRole('button', { name: /^Remove/ }).click()
  await app.getByRole('button', { name: 'Remove the pack' }).click()
  await expect(pack).toHaveCount(0)
  await app.getByRole('tab', { name: 'Unknown codes' }).click()
  await expect(app.getByRole('row', { name: /^Procedures and services 20 20 CPT 20/ })).toBeVisible()
})

test('codes without a list ask for one', async ({ loaded: app }) => {
  await openUnknownCodes(app)
  await importFile(app, table)
  const dialog = app.getByRole('dialog', { name: 'Which list are these codes for?' })
  await expect(dialog).toContainText('77067')
  await dialog.getByRole('combobox', { name: 'List for the codes' }).selectOption({ label: 'Mammography (measures)' })
  await dialog.getByRole('button', { name: 'Add the codes' }).click()
  await expect(app.getByRole('status').filter({ hasText: 'Installed.' })).toContainText('1 code for a list')
  await expect(app.getByRole('row', { name: /^Procedures and services 20 0/ })).toBeVisible()
  await removePack(app, /^Remove .*cpt/i)
})

test('an imported value set can extend a built-in list', async ({ loaded: app }) => {
  await openUnknownCodes(app)
  await importFile(app, valueSet)
  await app.getByRole('button', { name: 'Add to a built-in list…' }).click()
  const dialog = app.getByRole('dialog', { name: 'Which list are these codes for?' })
  expect(await findings(app)).toEqual([])
  await dialog.getByRole('combobox', { name: 'List for the codes' }).selectOption({ label: 'Mammography (measures)' })
  await dialog.getByRole('button', { name: 'Add the codes' }).click()
  await expect(app.getByRole('status').filter({ hasText: 'Installed.' })).toContainText('1 code for a list')
  await expect(app.getByRole('row', { name: /^Procedures and services 20 0/ })).toBeVisible()
})
