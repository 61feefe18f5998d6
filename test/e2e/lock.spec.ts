import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import { makePublisherKey } from '../../src-main/services/publishers/file-signature.ts'
import { findings } from './accessibility.ts'
import { expect, loadSample, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

const passphrase = 'four unlikely words together'

test.use({ samplePatients: 60 })

/** The list of publishers is encrypted, so that nobody is trusted before there is a passphrase. */
async function trustNobodyYet(app: Page): Promise<void> {
  await openScreen(app, 'Settings')
  const section = app.getByRole('region', { name: 'Trusted publishers' })
  await expect(section.getByRole('button', { name: 'Add a public key…' })).toBeDisabled()
  await expect(section).toContainText('The list is encrypted. Save data or unlock them first.')
}

/** Saves the data under a new passphrase. @returns the recovery key */
async function save(app: Page): Promise<string> {
  await openScreen(app, 'Snapshots')
  await app.getByRole('button', { name: 'Save on this computer' }).click()
  const chosen = app.getByRole('dialog', { name: 'Choose a passphrase' })
  await chosen.getByLabel('Passphrase', { exact: true }).fill('aaaaaaaaaaaaaa')
  await app.keyboard.press('Enter')
  await expect(chosen.getByRole('alert')).toContainText('easy to guess')
  await chosen.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await chosen.getByLabel('Repeat passphrase').fill(passphrase)
  await chosen.getByRole('button', { name: 'Use this passphrase' }).click()
  const paper = app.getByRole('dialog', { name: 'Your recovery key' })
  const recoveryKey = await paper.getByLabel('Recovery key').innerText()
  expect(await findings(app)).toEqual([])
  await paper.getByRole('button', { name: 'I have it in a safe place' }).click()
  await expect(app.getByRole('row', { name: /Sample population/ })).toBeVisible()
  return recoveryKey
}

/** Publishers are trusted after their fingerprint was compared, until they are removed. */
async function trustPublisher(app: Page): Promise<void> {
  const { key, text: privateKey } = makePublisherKey()
  await openScreen(app, 'Settings')
  const section = app.getByRole('region', { name: 'Trusted publishers' })
  const pick = async (name: string, content: string): Promise<void> => {
    const chooser = app.waitForEvent('filechooser')
    await section.getByRole('button', { name: 'Add a public key…' }).click()
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) })
  }
  await pick('publisher.jwk', privateKey)
  await expect(app.getByText('The file holds a private key')).toBeVisible()
  await pick('publisher.json', JSON.stringify({ name: 'Quality Network', key }))
  const dialog = app.getByRole('dialog', { name: 'Trust a publisher?' })
  const fingerprint = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${key}"}`).digest('hex')
  await expect(dialog).toContainText(fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 '))
  expect(await findings(app)).toEqual([])
  await dialog.getByRole('button', { name: 'Trust this publisher' }).click()
  await expect(dialog).toBeHidden()
  await expect(section.getByRole('row', { name: /Quality Network/ })).toContainText(fingerprint.slice(0, 4))
  expect(await findings(app)).toEqual([])
  await section.getByRole('button', { name: 'Remove Quality Network' }).click()
  await expect(section).toContainText('No publisher is trusted yet.')
  await openScreen(app, 'Audit log')
  await expect(app.getByRole('row', { name: /Trusted publishers changed/ })).toHaveCount(2)
}

/** Locked and unlocked, also by the recovery key; other keys; and starting over. */
async function lockAndUnlock(app: Page, recoveryKey: string): Promise<void> {
  await openScreen(app, 'Snapshots')
  await app.getByRole('contentinfo').getByRole('button', { name: 'Lock now' }).click()
  await expect(app.getByRole('heading', { name: 'Populus is locked' })).toBeVisible()
  await expect(app.getByText('Sample population')).toHaveCount(0)
  expect(await findings(app)).toEqual([])
  await expect(app.getByLabel('Passphrase')).toBeFocused()
  await app.getByLabel('Passphrase').fill('something else entirely')
  await app.getByRole('button', { name: 'Unlock' }).click()
  await expect(app.getByRole('alert')).toContainText('Wrong passphrase')
  await app.getByLabel('Passphrase').fill(passphrase)
  await app.getByRole('button', { name: 'Unlock' }).click()
  await expect(app.getByRole('row', { name: /Sample population/ })).toContainText('on the screens')

  // By the keyboard, and back by the key on paper.
  await app.keyboard.press('Control+Shift+L')
  await app.getByRole('button', { name: 'Passphrase forgotten?' }).click()
  const forgotten = app.getByRole('dialog', { name: 'Passphrase forgotten' })
  await forgotten.getByLabel('Recovery key').fill(recoveryKey.toLowerCase())
  await forgotten.getByLabel('New passphrase', { exact: true }).fill('another four unlikely words')
  await forgotten.getByLabel('Repeat new passphrase').fill('another four unlikely words')
  await forgotten.getByRole('button', { name: 'Unlock with the recovery key' }).click()
  await expect(app.getByRole('row', { name: /Sample population/ })).toBeVisible()

  await openScreen(app, 'Settings')
  await app.getByRole('button', { name: 'Change the passphrase…' }).click()
  const change = app.getByRole('dialog', { name: 'Change the passphrase' })
  await change.getByLabel('Present passphrase').fill('another four unlikely words')
  await change.getByLabel('New passphrase', { exact: true }).fill(passphrase)
  await change.getByLabel('Repeat new passphrase').fill(passphrase)
  await change.getByRole('button', { name: 'Change the passphrase' }).click()
  await expect(change).toBeHidden()
  await app.getByRole('button', { name: 'Change the key…' }).click()
  const rotate = app.getByRole('dialog', { name: 'Change the encryption key' })
  await rotate.getByLabel('Present passphrase').fill(passphrase)
  await rotate.getByRole('button', { name: 'Change the key' }).click()
  await expect(app.getByRole('dialog', { name: 'Make a recovery key' })).toBeVisible()
  await app.getByRole('button', { name: 'Not now' }).click()

  // Without the passphrase and without a recovery key: starting over.
  await app.getByRole('button', { name: 'Lock now' }).first().click()
  await app.getByRole('button', { name: 'Passphrase forgotten?' }).click()
  await app.getByText('Start over without the data').click()
  await app.getByLabel('Type START OVER to confirm').fill('START OVER')
  await app.getByRole('button', { name: 'Start over', exact: true }).click()
  await expect(app.getByRole('dialog', { name: 'Close Populus and start it again' })).toContainText('set-aside-')
}

test('with a passphrase publishers are trusted, and data are locked, unlocked and opened by a recovery key', async ({
  app
}) => {
  await loadSample(app)
  await test.step('no publisher is trusted before there is a passphrase', () => trustNobodyYet(app))
  const recoveryKey = await test.step('data are saved under a passphrase', () => save(app))
  await test.step('publishers are trusted after their fingerprint was compared, until they are removed', () =>
    trustPublisher(app))
  await test.step('data are locked, unlocked, and opened by a recovery key when the passphrase is forgotten', () =>
    lockAndUnlock(app, recoveryKey))
})
