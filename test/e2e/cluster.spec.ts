import { spawnSync } from 'node:child_process'
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defined } from '#shared/language/defined.ts'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

const writer = join(import.meta.dirname, 'write-cluster-output.ts')

// They share one page: first the one that leaves the data as they are.
test.describe.configure({ mode: 'default' })

/** Where the output of a cluster is, once a page has opened it; only the process of these tests makes the folder. */
let folder: string | undefined
const outputIn = (parent: string | undefined): string => join(defined(parent), 'plan-2026')

test.use({
  runMeasures: true,
  // eslint-disable-next-line no-empty-pattern -- the runner reads the names of what a fixture needs from its parameter
  openPaths: async ({}, use) => {
    if (folder === undefined) {
      folder = mkdtempSync(join(tmpdir(), 'populus-cluster-output-'))
      const { status, stderr } = spawnSync(process.execPath, [writer, outputIn(folder)], { encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
    }
    await use([outputIn(folder)])
  }
})
test.skip(({ shell }) => shell !== 'loopback', 'the tests of the desktop open no folder by themselves')
test.afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

/** Serves a folder as storage does, with ranges, until it is away. */
async function serve(
  folder: string
): Promise<{ readonly address: string; readonly ranges: string[]; setAway(isAway: boolean): void; close(): void }> {
  const ranges: string[] = []
  let isAway = false
  const server = createServer((request, response) => {
    if (isAway) return void response.writeHead(503).end()
    const path = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname)
    if (!existsSync(path)) return void response.writeHead(404).end()
    const { size } = statSync(path)
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    const end = Math.min(size - 1, Number(to === undefined || to === '' ? size : to))
    if (from === undefined) response.writeHead(200)
    else response.writeHead(206, { 'content-range': `bytes ${from}-${end}/${size}` })
    if (path.endsWith('.blocks')) ranges.push(request.headers.range ?? '')
    createReadStream(path, { start: Number(from ?? 0), end }).pipe(response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ranges,
    setAway: (value) => (isAway = value),
    close: () => server.close()
  }
}

test('a run is started from the window, and says why it failed', async ({ loaded: app }) => {
  await app.goto(`${app.url().split('#')[0]}#/data/sources`)
  const section = app.getByRole('main').getByRole('region', { name: 'Start a run' })
  const start = section.getByRole('button', { name: 'Start a run' })
  await start.click()
  await expect(section.getByRole('alert').first()).toContainText('Name the records.')
  await section.getByRole('textbox', { name: 'Folders or files with the records' }).fill('/records')
  await section.getByRole('textbox', { name: 'New folder for the output' }).fill(`${outputIn(folder)}-next`)
  await start.click()
  await expect(section.getByRole('alert')).toContainText('Spark cannot be started', { timeout: 60_000 })
  await expect(app.getByRole('contentinfo')).toContainText('failed')
  expect(await findings(app)).toEqual([])
})

test('what a cluster wrote opens as other data do, and says what needs another run', async ({ loaded: app }) => {
  const people = app.getByRole('group', { name: 'People in view' }).getByRole('button', { name: /, People in view$/ })
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(people).toHaveText('38')
  const main = app.getByRole('main')

  // The measures that the run evaluated have results here; other periods need the records.
  await app.goto(`${app.url().split('#')[0]}#/measures`)
  await expect(main.getByRole('row').filter({ hasText: 'HbA1c control' })).toContainText('80.0%')
  await expect(main.getByRole('button', { name: 'Run again' })).toHaveAttribute('aria-disabled', 'true')
  await main.getByRole('combobox', { name: 'Period' }).selectOption('year-2025')
  await expect(main.getByRole('heading', { name: 'This needs a run on the cluster' })).toBeVisible()
  await main.getByRole('button', { name: 'Show cluster runs' }).click()

  // The run has results of its own.
  await expect(main.getByRole('tab', { name: 'Cluster' })).toHaveAttribute('aria-selected', 'true')
  const run = main.getByRole('region', { name: 'The run on the screens' })
  await expect(run).toContainText('Sample')
  await expect(run.getByRole('table', { name: 'Measures of the run' }).getByRole('row')).not.toHaveCount(1)
  expect(await findings(app)).toEqual([])

  // The same at an address, part by part.
  const storage = await serve(outputIn(folder))
  try {
    await main.getByRole('textbox', { name: 'Address of the folder' }).fill(`${storage.address}/elsewhere`)
    await main.getByRole('button', { name: 'Open', exact: true }).click()
    await expect(app.getByText('There is no output of "populus cluster" at this address.')).toBeVisible()
    await app.goto(`${app.url().split('#')[0]}#/data/sources`)
    await main.getByRole('textbox', { name: 'Address of the folder' }).fill(storage.address)
    await main.getByRole('textbox', { name: 'Address of the folder' }).press('Enter')
    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    await expect(people).toHaveText('38')

    // The results of the run come from there, too.
    await app.goto(`${app.url().split('#')[0]}#/measures`)
    await expect(main.getByRole('row').filter({ hasText: 'HbA1c control' })).toContainText('80.0%')

    // A record as it was received comes from the storage when somebody asks for it.
    const before = storage.ranges.length
    storage.setAway(true)
    await openScreen(app, 'Patients')
    await app.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell').nth(1).click()
    await expect(main).toContainText('Nothing is open for this person')
    await app.getByRole('button', { name: 'Source record (JSON)' }).click()
    const record = app.getByRole('dialog', { name: 'Patient' })
    await record.getByRole('button', { name: 'Reveal' }).click()
    await app.getByRole('button', { name: 'Show for 10 minutes' }).click()
    await expect(record).toContainText('The address answers with status 503')
    storage.setAway(false)
    await record.getByRole('button', { name: 'Try again' }).click()
    await expect(record).toContainText('"resourceType": "Patient"')
    expect(storage.ranges.slice(before)).toEqual([expect.stringMatching(/^bytes=\d+-\d+$/)])
    await app.keyboard.press('Escape')

    // So do those by which a measure decided about one person.
    const toDecide = storage.ranges.length
    storage.setAway(true)
    await app.goto(`${app.url().split('#')[0]}#/gaps`)
    await app.getByRole('grid', { name: 'Worklist' }).getByRole('row').nth(1).click()
    const drawer = app.getByRole('complementary')
    await expect(drawer).toContainText('The address answers with status 503')
    storage.setAway(false)
    await drawer.getByRole('button', { name: 'Try again' }).click()
    await expect(drawer.getByRole('list', { name: 'How the logic decided' })).toContainText(
      'Last percentage is below 8'
    )
    expect(storage.ranges.length).toBeGreaterThan(toDecide)
  } finally {
    storage.close()
  }

  // It cannot be saved, as the records are not here.
  await app.goto(`${app.url().split('#')[0]}#/data/snapshots`)
  await expect(main).toContainText('Written by a run on a cluster')
  await expect(main).toContainText('cannot be saved as a snapshot')
})
