import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Worker } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, loadSample, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

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

/** Writes people who each had one visit on a day. */
function writePeople(folder: string, people: readonly string[]): string[] {
  const write = (type: string, resources: readonly object[]): string => {
    const path = join(folder, `${type}.ndjson`)
    writeFileSync(path, resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''))
    return path
  }
  return [
    write(
      'Patient',
      people.map((id) => ({ resourceType: 'Patient', id, gender: 'female', birthDate: '1960-05-01' }))
    ),
    write(
      'Encounter',
      people.map((id) => ({
        resourceType: 'Encounter',
        id: `visit-${id}`,
        status: 'finished',
        class: { code: 'AMB' },
        subject: { reference: `Patient/${id}` },
        period: { start: '2026-05-04T09:00:00Z', end: '2026-05-04T09:30:00Z' }
      }))
    )
  ]
}

test.describe('a population that does not fit into memory', () => {
  // Less than what any population takes, so that it is divided into parts on the disk.
  test.use({ memoryMegabytes: 320, samplePatients: 40 })

  test('is kept with its parts, and opens from them without its files', async ({ app, shell }) => {
    test.skip(shell !== 'loopback', 'Electron has no settings of the test, and everything in memory')
    const status = app.getByRole('contentinfo')
    await loadSample(app)
    await expect(status).toContainText('Data in 2 parts on disk, not saved')
    const people = app.getByRole('group', { name: 'People in view' }).getByRole('button')
    // Some of them have died.
    await expect(people).toHaveText(/^3\d$/)
    // Until everything is there that the first screen shows.
    await expect(app.getByRole('main').locator('section.region').last()).toBeVisible()
    await expect(app.getByRole('main').locator('[aria-busy=true]')).toHaveCount(0)
    const shown = await app.getByRole('main').innerText()
    await openScreen(app, 'Snapshots')
    await app.getByRole('button', { name: 'Save on this computer' }).click()
    await choosePassphrase(app)
    await expect(status).toContainText('Encrypted on this computer')
    await app.getByRole('button', { name: 'Close the data' }).click()
    await app.getByRole('alertdialog').getByRole('button', { name: 'Close the data' }).click()

    const fetched: string[] = []
    app.on('request', (request) => fetched.push(new URL(request.url()).pathname))
    await app.getByRole('button', { name: 'Open again' }).click()
    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    await expect(status).toContainText('Encrypted on this computer')
    await expect.poll(() => app.getByRole('main').innerText()).toBe(shown)
    const data = fetched.filter((path) => path.startsWith('/data/'))
    expect(data.length).toBeGreaterThan(0)
    expect(data.filter((path) => !path.includes('/file/'))).toEqual([])
    await openScreen(app, 'Snapshots')
    await expect(app.getByRole('main')).toContainText('2 parts on disk')
  })
})

test('data are kept, closed, opened again and deleted', async ({ app }) => {
  const status = app.getByRole('contentinfo')
  await loadSample(app)
  await expect(status).toContainText('Data in memory only')
  await openScreen(app, 'Snapshots')
  await expect(app.getByRole('main')).toContainText('Nothing is saved')

  await app.getByRole('button', { name: 'Save on this computer' }).click()
  await choosePassphrase(app)
  await expect(status).toContainText('Encrypted on this computer')
  const row = app.getByRole('row', { name: /Sample population/ })
  await expect(row).toContainText('100')
  await expect(row).toContainText('on the screens')

  await app.getByRole('button', { name: 'Close the data' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Close the data' }).click()
  await expect(app.getByRole('main')).toContainText('Sample population, 100 people')
  await app.getByRole('button', { name: 'Open again' }).click()
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(status).toContainText('Opened Sample population')
  await expect(status).toContainText('Encrypted on this computer')

  // A page that crashes, which has no time to tidy up, is back where it was.
  await openScreen(app, 'Patients')
  await app.evaluate(() => {
    Storage.prototype.removeItem = () => undefined
  })
  await app.reload()
  await expect(app.getByRole('heading', { name: 'Patients', level: 1 })).toBeVisible()
  await expect(status).toContainText('Opened Sample population')

  // The worker with the data ends without a word, as for lack of memory: it is said, and the page is back where it was.
  const store = app.workers().filter((worker) => worker.url().includes('store.worker'))
  expect(store).toHaveLength(1)
  await store[0]!.evaluate(() => setTimeout(() => self.close()))
  const ended = app.getByRole('status').filter({ hasText: 'ended, perhaps for lack of memory' })
  await expect(ended).toBeVisible()
  await ended.getByRole('button', { name: 'Open the data again' }).click()
  await expect(app.getByRole('heading', { name: 'Patients', level: 1 })).toBeVisible()
  await expect(ended).toBeHidden()
  await expect(status).toContainText('Opened Sample population')

  // A person and the resource behind, from the sealed file.
  await openScreen(app, 'Patients')
  await app.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell').nth(1).click()
  await app.getByRole('button', { name: 'Source record (JSON)' }).click()
  await app.getByRole('dialog', { name: 'Patient' }).getByRole('button', { name: 'Reveal' }).click()
  await app.getByRole('button', { name: 'Show for 10 minutes' }).click()
  await expect(app.getByText('"resourceType": "Patient"')).toBeVisible()
  await app.keyboard.press('Escape')

  await openScreen(app, 'Snapshots')
  await app.getByRole('button', { name: 'Delete Sample population' }).click()
  await expect(app.getByRole('alertdialog')).toContainText('lost for good')
  await app.getByRole('button', { name: 'Delete snapshot' }).click()
  await expect(app.getByRole('heading', { name: 'Start with data' })).toBeVisible()
  await expect(app.getByRole('button', { name: 'Open again' })).toBeHidden()
})

/** Lets a worker read saved columns up to those of claims. @returns what lets the others through */
async function holdClaims(worker: Worker): Promise<() => Promise<void>> {
  await worker.evaluate(() => {
    const fetchAll = self.fetch
    const { promise: gate, resolve } = Promise.withResolvers<void>()
    Object.assign(self, { letOn: resolve })
    self.fetch = async (...asked) => {
      const response = await fetchAll(...asked)
      if (response.body === null) return response
      let isHeld = false
      const gated = new TransformStream<Uint8Array, Uint8Array>({
        async transform(bytes, controller) {
          const end = isHeld ? -1 : new TextDecoder('latin1').decode(bytes).indexOf('"stage-end"}')
          if (end >= 0) {
            isHeld = true
            controller.enqueue(bytes.subarray(0, end + 12))
            await gate
          }
          controller.enqueue(end < 0 ? bytes : bytes.subarray(end + 12))
        }
      })
      return new Response(response.body.pipeThrough(gated), response)
    }
  })
  return () => worker.evaluate(() => (self as unknown as { letOn(): void }).letOn())
}

test('what reads no claims is shown while claims are read', async ({ app }, info) => {
  await loadSample(app)
  const main = app.getByRole('main')
  const figure = (name: string) => main.getByRole('group', { name, exact: true })
  await expect(figure('Paid per member per month')).toBeVisible()
  await expect(main.locator('[aria-busy=true]')).toHaveCount(0)
  const shown = await main.innerText()
  await openScreen(app, 'Snapshots')
  await app.getByRole('button', { name: 'Save on this computer' }).click()
  await choosePassphrase(app)
  await expect(app.getByRole('contentinfo')).toContainText('Encrypted on this computer')
  await app.getByRole('button', { name: 'Close the data' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Close the data' }).click()

  const letOn = await holdClaims(app.workers().find((worker) => worker.url().includes('store.worker'))!)
  await app.getByRole('button', { name: 'Open again' }).click()
  await expect(figure('People in view')).toContainText(/\d/)
  const region = (name: string) => main.getByRole('region', { name, exact: true })
  for (const name of ['Age and sex', 'Top conditions', 'Encounters by class'])
    await expect(region(name).getByRole('img').first()).toBeVisible()
  // Nothing that claims would change.
  for (const name of ['With a chronic condition', 'Paid per member per month'])
    await expect(figure(name)).toHaveCount(0)
  for (const name of ['Chronic conditions', 'People by group']) {
    await expect(region(name)).toContainText('Calculating…')
    await expect(region(name).getByRole('img')).toHaveCount(0)
  }
  await expect(app.getByRole('navigation').getByText('Calculating…')).toBeVisible()
  expect(await findings(app)).toEqual([])
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.emulateMedia({ colorScheme })
    await app.screenshot({ path: info.outputPath(`claims-are-read-${colorScheme}.png`) })
  }

  await letOn()
  await expect(figure('Paid per member per month')).toBeVisible()
  await expect(main.locator('[aria-busy=true]')).toHaveCount(0)
  await expect.poll(() => main.innerText()).toBe(shown)
  await expect(app.getByRole('navigation').getByText('Calculating…')).toHaveCount(0)
})

test('files picked in the page are kept when the user says so', async ({ app }, info) => {
  const folder = info.outputPath('picked')
  mkdirSync(folder, { recursive: true })
  await app
    .locator('input[type=file]')
    .last()
    .setInputFiles(writePeople(folder, ['a', 'b', 'c']))
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  // The offer to save waits below what was read.
  await app.getByRole('button', { name: 'Dismiss' }).click()
  // It is longer, and stands at the same edge while the pointer is on it.
  const offer = app.getByRole('group', { name: 'Message' }).filter({ hasText: 'In memory only' })
  await expect.poll(() => offer.evaluate((each) => innerWidth - each.getBoundingClientRect().right)).toBeGreaterThan(4)
  await app.getByRole('button', { name: 'Save', exact: true }).click()
  await choosePassphrase(app)
  await expect(app.getByRole('contentinfo')).toContainText('Encrypted on this computer')

  // A reload of the page begins with nothing open; what is kept is offered.
  await app.reload()
  await app.getByRole('button', { name: 'Open again' }).click()
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(app.getByRole('contentinfo')).toContainText('Opened 2 files')

  // A fourth person whose records came late: every screen as the snapshot had it, next to what is known now.
  await app
    .locator('input[type=file]')
    .last()
    .setInputFiles(writePeople(folder, ['a', 'b', 'c', 'd']))
  await expect(app.getByRole('group', { name: 'People in view' })).toContainText('4')
  await app.getByRole('button', { name: /^As of/ }).focus()
  await app.keyboard.press('Enter')
  await app.getByRole('button', { name: 'Compare with snapshot…' }).focus()
  await app.keyboard.press('Enter')
  const pane = app.getByRole('main', { name: 'As known before, and now' })
  await pane.getByRole('button', { name: 'Open for comparison' }).focus()
  await app.keyboard.press('Enter')
  const row = pane.getByRole('region', { name: 'Key figures' }).getByRole('row', { name: /^People in view/ })
  await expect(row.getByRole('cell')).toContainText(['3', '+1', '4', '0', '4'])
  await expect(pane.getByRole('region', { name: 'Age and sex' })).toContainText('+1')
  expect(await findings(app)).toEqual([])
  await app.keyboard.press('Escape')
  await expect(pane).toHaveCount(0)
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
})
