import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, loadSample, test } from './fixtures.ts'

const passphrase = 'four unlikely words together'

// Columns in shared memory are saved and opened like others.
test.use({ cores: 2 })

async function choosePassphrase(app: Page): Promise<void> {
  const dialog = app.getByRole('dialog', { name: 'Choose a passphrase' })
  await dialog.getByLabel('Passphrase', { exact: true }).fill('short')
  await app.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('at least 12')
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await dialog.getByLabel('Repeat passphrase').fill('something else')
  await dialog.getByRole('button', { name: 'Use this passphrase' }).click()
  await expect(dialog.getByRole('alert')).toContainText('not the same')
  expect(await findings(app)).toEqual([])
  await dialog.getByLabel('Repeat passphrase').fill(passphrase)
  await dialog.getByLabel('Make a recovery key').uncheck()
  await app.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
}

test('data are kept, closed, opened again and deleted', async ({ app }) => {
  const status = app.getByRole('contentinfo')
  await loadSample(app)
  await expect(status).toContainText('Data in memory only')
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Snapshots' }).click()
  await expect(app.getByRole('main')).toContainText('Nothing is saved')

  await app.getByRole('button', { name: 'Save on this computer' }).click()
  await choosePassphrase(app)
  await expect(status).toContainText('Encrypted on this computer')
  const row = app.getByRole('row', { name: /Sample population/ })
  await expect(row).toContainText('200')
  await expect(row).toContainText('on the screens')

  await app.getByRole('button', { name: 'Close the data' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Close the data' }).click()
  await expect(app.getByRole('main')).toContainText('Sample population, 200 people')
  await app.getByRole('button', { name: 'Open again' }).click()
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(status).toContainText('Opened Sample population')
  await expect(status).toContainText('Encrypted on this computer')

  // A person and the resource behind, from the sealed file.
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Patients' }).click()
  await app.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell').nth(1).click()
  await app.getByRole('button', { name: 'Source record (JSON)' }).click()
  await app.getByRole('dialog', { name: 'Patient' }).getByRole('button', { name: 'Reveal' }).click()
  await app.getByRole('button', { name: 'Show for 10 minutes' }).click()
  await expect(app.getByText('"resourceType": "Patient"')).toBeVisible()
  await app.keyboard.press('Escape')

  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Snapshots' }).click()
  await app.getByRole('button', { name: 'Delete Sample population' }).click()
  await expect(app.getByRole('alertdialog')).toContainText('lost for good')
  await app.getByRole('button', { name: 'Delete snapshot' }).click()
  await expect(app.getByRole('heading', { name: 'Start with data' })).toBeVisible()
  await expect(app.getByRole('button', { name: 'Open again' })).toBeHidden()
})

test('files picked in the page are kept when the user says so', async ({ app }) => {
  const folder = mkdtempSync(join(tmpdir(), 'populus-picked-'))
  const path = join(folder, 'Patient.ndjson')
  writeFileSync(path, '{"resourceType":"Patient","id":"a","gender":"female","birthDate":"1960-05-01"}\n')
  await app.locator('input[type=file]').last().setInputFiles(path)
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await app.getByRole('button', { name: 'Save', exact: true }).click()
  await choosePassphrase(app)
  await expect(app.getByRole('contentinfo')).toContainText('Encrypted on this computer')

  // A reload of the page begins with nothing open; what is kept is offered.
  await app.reload()
  await app.getByRole('button', { name: 'Open again' }).click()
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(app.getByRole('contentinfo')).toContainText('Opened Patient.ndjson')
})
