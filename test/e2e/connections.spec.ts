import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { ratesChangedBetweenSnapshots } from './measure-changes.ts'
import { measuresFinished } from './quality-steps.ts'
import { startSandboxServer, type SandboxServer } from './sample-server.ts'

test.use({ runMeasures: true })

async function choosePassphrase(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Choose a passphrase' })
  await dialog.getByLabel('Passphrase', { exact: true }).fill('four unlikely words together')
  await dialog.getByLabel('Repeat passphrase').fill('four unlikely words together')
  await dialog.getByLabel('Make a recovery key').uncheck()
  await dialog.getByRole('button', { name: 'Use this passphrase' }).click()
  await expect(dialog).toBeHidden()
}

/** From the first screen by way of every step of the setup to the data of a first export. */
async function connect(app: Page, server: SandboxServer): Promise<void> {
  const next = app.getByRole('button', { name: 'Continue', exact: true })
  await app.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(app.getByRole('heading', { name: 'Connections', level: 1 })).toBeVisible()
  await expect(app.getByRole('main')).toContainText('FHIR base address')

  // An address that leads nowhere is said where it was typed.
  const address = app.getByLabel('FHIR base address')
  await address.fill('http://fhir.example.org/r4')
  await app.getByRole('button', { name: 'Look at the server' }).click()
  await expect(app.getByRole('alert')).toContainText('https')
  await address.fill(server.base)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('main')).toContainText('The server says where to sign in.')
  expect(await findings(app)).toEqual([])
  await app.getByLabel('Name', { exact: true }).fill('Riverbend')
  await next.click()
  await expect(app.getByRole('heading', { name: 'Vendor', level: 2 })).toBeFocused()
  await expect(app.getByLabel('Vendor profile')).toHaveValue('generic')
  await next.click()
  await expect(app.getByRole('radio', { name: /^Key pair/ })).toBeChecked()
  await next.click()

  await app.getByRole('button', { name: 'Make the key pair' }).click()
  await choosePassphrase(app)
  await expect(app.getByRole('row', { name: /ES384/ })).toContainText('signs')

  // It can be left and continued, also after the page was loaded again.
  await app.getByRole('button', { name: 'Leave for now' }).click()
  await app.reload()
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Connections' }).click()
  await app
    .getByRole('navigation', { name: 'Sources' })
    .getByRole('link', { name: /Riverbend/ })
    .click()
  await expect(app.getByRole('heading', { name: 'Registration', level: 2 })).toBeVisible()

  const [download] = await Promise.all([
    app.waitForEvent('download'),
    app.getByRole('button', { name: 'Save the public key set' }).click()
  ])
  const jwks = readFileSync(await download.path(), 'utf8')
  expect(jwks).not.toContain('"d"')
  await app.getByLabel('Address where the key set is hosted').fill(server.keys)
  await app.getByRole('button', { name: 'Check the address' }).click()
  await expect(app.getByText('The address gives no answer')).toBeVisible()
  await server.register(jwks)
  await app.getByRole('button', { name: 'Check the address' }).click()
  await expect(app.getByText('The key is in the set')).toBeVisible()
  await app.getByLabel('Client id').fill('somebody-else')
  await next.click()

  // A refusal is explained; the right client id is let in.
  await app.getByRole('button', { name: 'Test the sign-in' }).click()
  await expect(app.getByText('Not signed in')).toBeVisible()
  await app.getByRole('region', { name: 'Test' }).getByRole('button', { name: 'Back' }).click()
  await expect(app.getByRole('heading', { name: 'Registration', level: 2 })).toBeFocused()
  await app.getByLabel('Client id').fill('populus')
  await next.click()
  await expect(app.getByRole('heading', { name: 'Test', level: 2 })).toBeFocused()
  await app.getByRole('button', { name: 'Test again' }).click()
  await expect(app.getByText('Signed in', { exact: true })).toBeVisible()
  expect(await findings(app)).toEqual([])
  await next.click()

  await app.getByRole('radio', { name: /^All patients/ }).check()
  await expect(app.getByRole('row', { name: /^Condition/ })).toBeVisible()
  await next.click()
  await app.getByRole('button', { name: 'Start first export' }).click()

  await expect(app.getByText('Saved.')).toBeVisible()
  await expect(app.getByRole('row', { name: /^Patient/ })).toContainText('Verified')
  await app.getByRole('button', { name: 'Open the data' }).click()
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(app.getByRole('contentinfo')).toContainText('Encrypted on this computer')
}

/** What is locked says so until it is unlocked, also on a page that came up while it was. */
async function unlockAgain(app: Page): Promise<void> {
  await app.getByRole('contentinfo').getByRole('button', { name: 'Lock now' }).click()
  await expect(app.getByRole('heading', { name: 'Populus is locked' })).toBeVisible()
  await app.reload()
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Connections' }).click()
  const detail = app.getByRole('main')
  await expect(detail).toContainText('The passphrase is needed before this connection can sign in.')
  await detail.getByRole('button', { name: 'Unlock' }).first().click()
  const dialog = app.getByRole('dialog', { name: 'Unlock saved data' })
  await dialog.getByLabel('Passphrase', { exact: true }).fill('four unlikely words together')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('button', { name: 'Refresh now' })).toBeVisible()
  await expect(detail).not.toContainText('The passphrase is needed')
  await expect(detail).not.toContainText('Setup not finished')
}

/** Later: only what changed. */
async function refresh(app: Page, server: SandboxServer): Promise<void> {
  await server.advance()
  await app
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Connections/ })
    .click()
  await app.getByRole('button', { name: 'Refresh now' }).click()
  await expect(app.getByRole('tab', { name: 'History 2' })).toBeVisible()
  await expect(app.getByText(/resources changed|resource changed/)).toBeVisible()
}

/** What ran, when, why, and on which data. */
async function seeWhatRan(app: Page): Promise<void> {
  await app.getByRole('tab', { name: 'History 2' }).click()
  await expect(app.getByRole('row', { name: /changes/ })).toContainText('by hand')
  await expect(app.getByRole('row', { name: /everything/ })).toContainText('Done')
  await expect(app.getByRole('group', { name: 'Event log' }).getByRole('listitem').first()).toBeVisible()
  const [log] = await Promise.all([app.waitForEvent('download'), app.getByRole('button', { name: 'Save log' }).click()])
  expect(readFileSync(await log.path(), 'utf8')).toContain('"kickoff"')
  expect(await findings(app)).toEqual([])
}

/** A schedule with its next runs, and what of the standards the server supports. */
async function scheduleAndCheck(app: Page): Promise<void> {
  await app.getByRole('tab', { name: 'Schedule' }).click()
  await app.getByLabel('Run on a schedule').check()
  await app.getByRole('button', { name: 'Save schedule' }).click()
  await expect(app.getByText('The schedule is saved and on')).toBeVisible()
  await expect(app.getByRole('complementary', { name: 'Next five runs' }).getByRole('listitem')).toHaveCount(5)
  await app.getByRole('tab', { name: 'Compatibility' }).click()
  await expect(app.getByRole('table', { name: /Compatibility/ })).toContainText('private_key_jwt')
  const asked = app.getByRole('region', { name: 'Requirements' }).first()
  await asked.getByRole('button', { name: 'Check the requirements' }).click()
  const requirements = app.getByRole('table', { name: 'Requirements' })
  await expect(requirements.getByRole('row', { name: /bulkdata_2\.0\.0@300/ })).toContainText('Met')
  expect(await findings(app)).toEqual([])
  await asked.getByRole('radio', { name: /^Not observed/ }).click()
  await expect(requirements.getByRole('row', { name: /bulkdata_2\.0\.0@300/ })).toHaveCount(0)
  const [file] = await Promise.all([
    app.waitForEvent('download'),
    asked.getByRole('button', { name: 'Requests for Postman' }).click()
  ])
  expect(readFileSync(await file.path(), 'utf8')).toContain('{{access_token}}')
}

/** A further key next to the first one takes over when it is hosted. */
async function changeKeys(app: Page): Promise<void> {
  await app.getByRole('tab', { name: 'Keys' }).click()
  await app.getByRole('button', { name: 'Make the key pair' }).click()
  await app.getByRole('button', { name: /^Sign with it/ }).click()
  await expect(app.getByRole('alertdialog')).toContainText('has not been seen')
  await app.getByRole('alertdialog').getByRole('button', { name: 'Not now' }).click()
  const keys = app.getByRole('table', { name: /^Keys of/ })
  const second = await keys.getByRole('row').nth(2).getByRole('rowheader').innerText()
  await app.getByRole('button', { name: `Sign with it: ${second}` }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Sign with it' }).click()
  await expect(keys.getByRole('row', { name: second })).toContainText('signs')
  await app.getByRole('button', { name: /^Remove / }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Remove the key' }).click()
  await expect(keys.getByRole('row')).toHaveCount(2)
  await expect(keys.getByRole('row', { name: second })).toContainText('signs')
}

/** A run leaves the history when that is confirmed, and so does the connection. */
async function remove(app: Page): Promise<void> {
  await app.getByRole('tab', { name: 'History 2' }).click()
  await app.getByRole('button', { name: 'Remove', exact: true }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Remove from the history' }).click()
  await expect(app.getByRole('tab', { name: 'History 1' })).toBeVisible()

  await app.getByRole('tab', { name: 'Settings' }).last().click()
  await app.getByRole('button', { name: 'Delete connection' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Delete connection' }).click()
  await expect(app.getByText('No source yet')).toBeVisible()
}

test('an administrator connects a server, exports, refreshes, and sees what ran and what the new data did', async ({
  app
}) => {
  const server = await startSandboxServer()
  try {
    await test.step('connects and exports', () => connect(app, server))
    await expect(measuresFinished(app)).toBeVisible()
    await test.step('refreshes', () => refresh(app, server))
    await app.getByRole('button', { name: 'Open the data' }).first().click()
    await expect(measuresFinished(app)).toBeVisible()
    await test.step('two snapshots of a server: what its new data did to the rates', () =>
      ratesChangedBetweenSnapshots(app))
    await app
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^Connections/ })
      .click()
    await test.step('sees what ran', () => seeWhatRan(app))
    await test.step('unlocks on a page that came up locked', () => unlockAgain(app))
    await test.step('schedules runs and checks the server', () => scheduleAndCheck(app))
    await test.step('changes the key', () => changeKeys(app))
    await test.step('removes a run and the connection', () => remove(app))
  } finally {
    server.stop()
  }
})
