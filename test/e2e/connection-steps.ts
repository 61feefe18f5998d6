import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'
import { choosePassphrase, open, textOf } from './quality-steps.ts'
import type { SandboxServer } from './sample-server.ts'

/** Connects a server, exports everything, and opens the data. */
export async function exportSandbox(app: Page, server: SandboxServer): Promise<void> {
  const next = app.getByRole('button', { name: 'Continue', exact: true })
  await app.getByRole('button', { name: 'Connect', exact: true }).click()
  await app.getByLabel('FHIR base address').fill(server.base)
  await app.getByRole('button', { name: 'Look at the server' }).click()
  await app.getByLabel('Name', { exact: true }).fill('Riverbend')
  await next.click()
  await next.click()
  await next.click()
  await app.getByRole('button', { name: 'Make the key pair' }).click()
  await choosePassphrase(app)
  await expect(app.getByRole('row', { name: /ES384/ })).toContainText('signs')
  await next.click()
  const keys = app.waitForEvent('download')
  await app.getByRole('button', { name: 'Save the public key set' }).click()
  await server.register(await textOf(await keys))
  await app.getByLabel('Client id').fill('populus')
  await next.click()
  await app.getByRole('button', { name: 'Test the sign-in' }).click()
  await expect(app.getByText('Signed in', { exact: true })).toBeVisible()
  await next.click()
  await app.getByRole('radio', { name: /^All patients/ }).check()
  await next.click()
  await app.getByRole('button', { name: 'Start first export' }).click()
  await app.getByRole('button', { name: 'Open the data' }).click()
}

/** Exports what changed since then, and opens the data. */
export async function refreshSandbox(app: Page, server: SandboxServer): Promise<void> {
  await server.advance()
  await open(app, 'Connections')
  await app.getByRole('button', { name: 'Refresh now' }).click()
  await expect(app.getByRole('tab', { name: 'History 2' })).toBeVisible()
  await expect(app.getByText(/resources? changed/)).toBeVisible()
  await app.getByRole('button', { name: 'Open the data' }).first().click()
}
