import { gzipSync } from 'node:zlib'
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

const patient = (id: string): string =>
  JSON.stringify({ resourceType: 'Patient', id, gender: 'female', birthDate: '1950-01-01' })
const visit = (id: string, person: string): string =>
  JSON.stringify({
    resourceType: 'Encounter',
    id,
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: `Patient/${person}` },
    period: { start: '2024-05-06T10:00:00Z' }
  })

async function zipOf(name: string, text: string): Promise<Buffer> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  await zip.add(name, new TextReader(text))
  return Buffer.from(await zip.close())
}

test('files chosen in the page are read in every form, and a cancelled load leaves them in place', async ({
  app,
  shell
}) => {
  test.skip(shell === 'electron', 'Electron opens a dialog of the system instead of the page’s file input')
  const bundle = {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ resource: JSON.parse(patient('d')) as unknown }]
  }
  const chooser = app.waitForEvent('filechooser')
  await app.getByRole('button', { name: /files/i }).first().click()
  await (
    await chooser
  ).setFiles([
    { name: 'Patient.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(`${patient('a')}\n`) },
    { name: 'more.ndjson.gz', mimeType: 'application/gzip', buffer: gzipSync(`${patient('b')}\n${visit('v', 'b')}\n`) },
    { name: 'export.zip', mimeType: 'application/zip', buffer: await zipOf('in/Patient.ndjson', `${patient('c')}\n`) },
    { name: 'bundle.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(bundle)) }
  ])
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  const inView = app.getByRole('group', { name: 'People in view' }).getByRole('button', { name: /^Open provenance/ })
  await openScreen(app, 'Settings')
  await app.getByRole('spinbutton', { name: 'People in the sample' }).fill('5000')
  await app.keyboard.press('Tab')
  await app.keyboard.press('Control+k')
  await app.keyboard.type('sample population')
  await app.keyboard.press('Enter')
  await app.getByRole('button', { name: 'Cancel' }).first().click()
  await expect(app.getByRole('contentinfo')).toContainText('was canceled')
  await openScreen(app, 'Data quality')
  await app.getByRole('tab', { name: 'Accounts' }).click()
  await expect(app.getByRole('main')).toContainText('more.ndjson.gz')
  await openScreen(app, 'Overview')
  await expect(inView).toHaveText(/^(4|<11)$/)
})
