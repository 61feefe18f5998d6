import { mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, loadSample, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'
import { openShell } from './shells.ts'

async function openAuditLog(app: Page): Promise<void> {
  await openScreen(app, 'Audit log')
  await expect(app.getByRole('region', { name: 'Verification' })).toContainText(/The chain of \d+ records? is unbroken/)
}

/** A damaged log that was set aside is acknowledged with a reason. */
async function acknowledgeDamagedLog(app: Page): Promise<void> {
  await openAuditLog(app)
  const state = app.getByRole('region', { name: 'Verification' })
  await expect(state).toContainText('A damaged log was set aside in the same folder')
  await state.getByRole('button', { name: /^Acknowledge the log of/ }).click()
  const dialog = app.getByRole('dialog', { name: /^Acknowledge the damaged log of/ })
  expect(await findings(app)).toEqual([])
  await dialog.getByLabel('Reason').selectOption('The disk was full or faulty')
  await dialog.getByLabel('Ticket or report (optional)').fill('Ann Doe')
  await expect(dialog.getByRole('alert')).toContainText('without blanks')
  await dialog.getByLabel('Ticket or report (optional)').fill('INC-1042')
  await dialog.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(dialog).toBeHidden()
  await expect(state).toContainText('Known: a damaged log was set aside and acknowledged')
  const record = app.getByRole('row', { name: /Damaged audit log acknowledged/ })
  await expect(record).toContainText('The disk was full or faulty, reference INC-1042')
}

/** The diagnostics are shown as the file that is saved, and the log has who looked. */
async function saveDiagnostics(app: Page): Promise<void> {
  await openScreen(app, 'Settings')
  await app.getByRole('button', { name: 'Show the diagnostics…' }).click()
  const dialog = app.getByRole('dialog', { name: 'Diagnostics' })
  const shown = dialog.getByRole('region', { name: 'The file as it is saved' })
  await expect(shown).toContainText('"format": "populus-diagnostics-1"')
  expect(await findings(app)).toEqual([])
  const text = await shown.textContent()
  const download = app.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save the file' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('populus-diagnostics.json')
  expect(await readFile(await file.path(), 'utf8')).toBe(text)
  await expect(dialog).toHaveCount(0)
  await openAuditLog(app)
  await expect(app.getByRole('table', { name: 'Audit records, newest first' })).toContainText(
    'Diagnostics of the installation shown'
  )
}

/** Who revealed names and exported what is on the audit log screen, and leaves as a file. */
async function revealAndExport(app: Page): Promise<void> {
  await app.evaluate(() => {
    location.hash = '#/'
  })
  await loadSample(app)
  await openScreen(app, 'Patients')
  await app.getByRole('button', { name: 'Reveal' }).click()
  await app.getByRole('button', { name: 'Show for 10 minutes' }).click()
  await expect(app.getByRole('alertdialog')).toHaveCount(0)
  // The list has been asked for again, with names, before the screen is left.
  await expect(app.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell').nth(1)).not.toContainText('••')

  // By its name in the palette.
  await app.keyboard.press('Control+k')
  await app.getByRole('combobox', { name: 'Search or run a command' }).fill('audit log')
  await app.keyboard.press('Enter')
  await openAuditLog(app)
  const table = app.getByRole('table', { name: 'Audit records, newest first' })
  await expect(table.getByRole('row', { name: /Names revealed/ })).toContainText('Care')
  await expect(table.getByRole('row', { name: /Data shown/ })).toContainText('with names')
  await expect(app.getByRole('region', { name: 'Anchor' })).toContainText(/\d+:[0-9a-f]{64}/)

  await app.getByLabel('Kind').selectOption('Names revealed')
  await expect(table.getByRole('row')).toHaveCount(2)
  const download = app.waitForEvent('download')
  await app.getByRole('button', { name: /^Export (all|these) records/ }).click()
  await app.getByRole('menuitem', { name: 'JSON Lines' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('populus-audit-log.jsonl')
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ action: 'identity.revealed', outcome: 'success' })
  ])

  await app.getByLabel('Search in the records').fill('nothing like it')
  await app.keyboard.press('Enter')
  await expect(app.getByText('No record matches')).toBeVisible()
  await app.getByRole('button', { name: 'Remove filters' }).last().click()
  await expect(table.getByRole('row', { name: /Audit log exported/ })).toContainText(/done, announced as \d/)

  // Nobody is found while there is no key that names people.
  await app.getByLabel('Person').fill('patient-1')
  await app.keyboard.press('Enter')
  await expect(app.getByText('The records could not be read')).toBeVisible()
  await app.getByRole('button', { name: 'Remove filters' }).last().click()
  await expect(table).toBeVisible()
}

test('the audit log has a damaged log before it, who looked at diagnostics, revealed names and exported, and leaves as a file', async ({
  shell,
  browserStarter
}) => {
  const settings = { runMeasures: false, samplePatients: 60 }
  const prepare = (data: string): void => {
    mkdirSync(join(data, 'audit'))
    writeFileSync(join(data, 'audit', 'audit.jsonl.damaged-2026-11-25T12-00-00-000Z'), 'damaged\n')
  }
  const opened = await openShell(browserStarter, { shell, openPaths: [], settings, prepare })
  test.skip(opened === undefined, 'no Electron runtime on this machine: the Electron shell was NOT tested')
  if (opened === undefined) return
  const { page: app, problems } = opened
  try {
    await test.step('a damaged log is acknowledged with a reason', () => acknowledgeDamagedLog(app))
    await test.step('the diagnostics are the file that is saved', () => saveDiagnostics(app))
    await test.step('names are revealed, and records exported', () => revealAndExport(app))
    expect(problems).toEqual([])
  } finally {
    await opened.close()
  }
})
