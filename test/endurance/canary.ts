import { spawn, type ChildProcess } from 'node:child_process'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type BrowserContext, type Page } from '@playwright/test'
import { newBoard } from '#engine/boards/board.ts'
import { expect as expectPage, expectationTimeout } from '../e2e/expectations.ts'
import { firstLine } from '../e2e/shells.ts'
import { endProcess } from '../support/end-process.ts'
import { tracesBelow, tracesOfProcesses, type Trace } from './search-traces.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, patients: { type: 'string', default: '40' } }
})
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error('Usage: npm run canary -- --minutes N [--patients N]')
const root = resolve(import.meta.dirname, '../..')
const hostFile = join(root, 'out/main/loopback.js')
const commands = join(root, 'out/main/headless.js')
if (!existsSync(hostFile)) throw new Error('Nothing is built: run "npm run build" first.')

const expectWithin = expectPage.configure({ timeout: expectationTimeout })
const passphrase = 'canaries sing very early'
/** What nobody and nothing else is called. */
const person = { family: 'Quimblethorpe', given: 'Zanzibarre', record: 'MRN-77-CANARY', id: 'quimblethorpe-7' }
const street = '7 Peculiar Yard'
const note = 'Fears the humming of refrigerators'
const texts = [person.family, person.given, person.record, person.id, street, note, passphrase]

const place = mkdtempSync(join(tmpdir(), 'populus-canary-'))
const pathOf = (name: string): string => join(place, name)
for (const name of ['home', 'temp', 'data', 'profile', 'logs', 'work']) mkdirSync(pathOf(name))
const env = {
  PATH: process.env['PATH'],
  HOME: pathOf('home'),
  TMPDIR: pathOf('temp'),
  XDG_CACHE_HOME: join(pathOf('home'), 'cache'),
  POPULUS_DATA: pathOf('data')
}
const traces = new Map<string, Trace>()
const add = (found: readonly Trace[]): void => {
  for (const trace of found) traces.set(`${trace.place} ${trace.form}`, trace)
}

/** Runs a command of the built program; what it prints is the screen of whoever asked, and kept nowhere. */
async function commanded(words: readonly string[], killAfterMs?: number): Promise<number | null> {
  const child = spawn(process.execPath, [commands, ...words], {
    cwd: pathOf('work'),
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe']
  })
  child.stderr!.pipe(createWriteStream(join(pathOf('logs'), 'commands.log'), { flags: 'a' }))
  const watch = setInterval(() => add(tracesOfProcesses(child.pid!, texts)), 100)
  const kill = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  clearInterval(watch)
  clearTimeout(kill)
  return code
}

/** Writes a sample population, one of whose people is unmistakable. */
async function writeSource(): Promise<string> {
  const source = pathOf('source')
  const code = await commanded(['sample', '--patients', values.patients, '--out', source])
  if (code !== 0) throw new Error(`The sample could not be written (${code}).`)
  const file = join(
    source,
    readdirSync(source).find((name) => /^Patient.*\.ndjson$/.test(name))!
  )
  const canary = {
    resourceType: 'Patient',
    id: person.id,
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
        value: person.record
      }
    ],
    name: [{ family: person.family, given: [person.given] }],
    address: [{ line: [street], city: 'Springfield', state: 'MA' }],
    gender: 'female',
    birthDate: '1950-01-01'
  }
  writeFileSync(file, `${JSON.stringify(canary)}\n${readFileSync(file, 'utf8')}`)
  const condition = {
    resourceType: 'Condition',
    id: 'humming',
    subject: { reference: `Patient/${person.id}` },
    code: { text: note, coding: [{ system: 'http://snomed.info/sct', code: '44054006' }] },
    note: [{ text: note }],
    recordedDate: '2026-03-01'
  }
  writeFileSync(join(source, 'Condition-canary.ndjson'), `${JSON.stringify(condition)}\n`)
  // A line that is cut in the middle of the name, as a broken server sends it.
  writeFileSync(join(source, 'Patient-broken.ndjson'), `{"resourceType":"Patient","name":[{"family":"${person.family}`)
  return source
}

interface Desk {
  readonly host: ChildProcess
  readonly context: BrowserContext
  readonly page: Page
}

async function open(paths: readonly string[]): Promise<Desk> {
  const host = spawn(process.execPath, [hostFile, '--json', ...paths], {
    cwd: pathOf('work'),
    env,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  host.stderr.pipe(createWriteStream(join(pathOf('logs'), 'host.log'), { flags: 'a' }))
  const { url } = JSON.parse(await firstLine(host.stdout)) as { url: string }
  const context = await chromium.launchPersistentContext(pathOf('profile'), {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync'
    ],
    viewport: { width: 1440, height: 900 },
    acceptDownloads: false,
    env
  })
  const page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(120_000)
  page.on('console', (message) => writeFileSync(join(pathOf('logs'), 'page.log'), `${message.text()}\n`, { flag: 'a' }))
  page.on('pageerror', (error) => writeFileSync(join(pathOf('logs'), 'page.log'), `${error.message}\n`, { flag: 'a' }))
  await page.goto(url)
  return { host, context, page }
}

async function close({ host, context }: Desk, signal: NodeJS.Signals): Promise<void> {
  await endProcess(host, signal)
  await context.close()
}

const screen = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).first().click()

/** Looks for the person by name, opens and reveals the record, and asks for it by SQL. */
async function lookAtPerson(page: Page): Promise<void> {
  await screen(page, 'Patients')
  await page.getByRole('button', { name: 'Reveal' }).click()
  await page.getByRole('radio', { name: 'Outreach' }).check()
  await page.getByRole('button', { name: 'Show for 10 minutes' }).click()
  await expectWithin(page.getByRole('button', { name: 'Mask' })).toBeVisible()
  const search = page.getByRole('searchbox').first()
  // The dialog that closes takes the focus back, and with it what is typed at that moment.
  await expectPage(async () => {
    await search.fill(person.family)
    await expectPage(search).toHaveValue(person.family, { timeout: 1000 })
  }).toPass({ timeout: 120_000 })
  const row = page.getByRole('grid').getByRole('row').filter({ hasText: person.family }).first()
  await row.getByRole('gridcell').nth(1).click()
  await expectWithin(page.getByRole('heading', { level: 1 })).toContainText('••')
  await page.getByRole('button', { name: 'Source record (JSON)' }).click()
  const record = page.getByRole('dialog', { name: 'Patient' })
  await record.getByRole('button', { name: 'Reveal' }).click()
  await page.getByRole('radio', { name: 'Checking data' }).check()
  await page.getByRole('button', { name: 'Show for 10 minutes' }).click()
  await expectWithin(record.getByLabel('Patient as JSON')).toContainText(street)
  await page.keyboard.press('Escape')
  await expectWithin(record).toBeHidden()
  await screen(page, 'SQL')
  await page.locator('.cm-content, textarea, [contenteditable=true]').first().click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(`select '${person.family}' as who, count(*) n from patient`)
  await page.keyboard.press('Control+Enter')
}

async function save(page: Page, isFirst: boolean): Promise<void> {
  await screen(page, 'Snapshots')
  await page.getByRole('button', { name: 'Save on this computer' }).click()
  if (isFirst) {
    const chosen = page.getByRole('dialog', { name: 'Choose a passphrase' })
    await chosen.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await chosen.getByLabel('Repeat passphrase').fill(passphrase)
    await chosen.getByRole('button', { name: 'Use this passphrase' }).click()
    await page.getByRole('button', { name: 'I have it in a safe place' }).click()
  }
  await expectWithin(page.getByRole('row', { name: /source/ }).first()).toBeVisible()
}

async function unlock(page: Page): Promise<void> {
  await page.getByLabel('Passphrase').fill(passphrase)
  await page.getByRole('button', { name: 'Unlock' }).click()
}

/** Files of the commands that make something for others, in which no text of a person may be. */
async function shareWithOthers(source: string, sealed: readonly string[], round: number): Promise<(number | null)[]> {
  const made = (name: string): string => join(pathOf('work'), name)
  const over = (name: string): string[] => ['--out', made(name), '--force']
  return [
    await commanded(['cohort', source, '--definition', pathOf('cohort.json'), '--json']),
    await commanded(['risk', source, ...over('risk.json')]),
    await commanded(['pack', 'make', source, '--series', 'canary', '--out', made(`${round}.pack.json`)]),
    await commanded(['deidentify', source, '--profile', 'safe-harbor', ...over('set.zip')]),
    await commanded(['report', source, '--board', pathOf('board.json'), ...over('reports'), '--format', 'html']),
    await commanded(['definitions', '--json', ...sealed]),
    await commanded(['audit', '--verify', '--json', ...sealed]),
    await commanded(['backup', '--out', made(`${round}.populus-backup`), ...sealed])
  ]
}

const source = await writeSource()
writeFileSync(
  pathOf('cohort.json'),
  JSON.stringify({ format: 1, title: 'One', people: 'all', steps: [{ type: 'people', ids: [person.id] }] })
)
writeFileSync(pathOf('board.json'), JSON.stringify(newBoard('b1', 'People')))
const passphraseFile = pathOf('passphrase')
writeFileSync(passphraseFile, `${passphrase}\n`, { mode: 0o600 })
const end = Date.now() + minutes * 60_000
const told = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`)
const watched = (): NodeJS.Timeout => setInterval(() => add(tracesOfProcesses(process.pid, texts)), 1000)
let round = 0
try {
  for (; round === 0 || Date.now() < end; round += 1) {
    const desk = await open([source])
    const watch = watched()
    try {
      const { page } = desk
      await expectWithin(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 120_000 })
      await lookAtPerson(page)
      if (round === 0) {
        await save(page, true)
        await page.getByRole('contentinfo').getByRole('button', { name: 'Lock now' }).click()
        await expectWithin(page.getByRole('heading', { name: 'Populus is locked' })).toBeVisible()
        await unlock(page)
        await expectWithin(page.getByRole('row', { name: /source/ }).first()).toBeVisible()
      }
    } finally {
      clearInterval(watch)
      // Every other round the host is killed with the page open, as when the power goes.
      await close(desk, round % 2 === 0 ? 'SIGTERM' : 'SIGKILL')
    }
    const sealed = ['--passphrase-file', passphraseFile]
    const codes = [
      await commanded(['load', source, '--json']),
      await commanded([
        'sql',
        pathOf('data'),
        'select family, given, record_number from patient',
        '--identifying',
        '--reason',
        'A check',
        ...sealed
      ]),
      await commanded(
        ['measure', join(root, 'resources/measures/core'), '--data', source, '--period', '2026', '--json'],
        2000
      ),
      await commanded(['load', join(source, 'Patient-broken.ndjson'), '--json']),
      await commanded(['health', '--json']),
      ...(await shareWithOthers(source, sealed, round))
    ]
    for (const name of ['home', 'temp', 'data', 'profile', 'logs', 'work']) add(tracesBelow(pathOf(name), texts))
    told({ round, seconds: Math.round((Date.now() - (end - minutes * 60_000)) / 1000), codes, found: traces.size })
  }
} finally {
  for (const { place: where, form } of traces.values())
    process.stdout.write(`FOUND (${form}) in ${where.startsWith(place) ? where.slice(place.length + 1) : where}\n`)
  // The search finds what is there: the source itself.
  const control = tracesBelow(pathOf('source'), texts).length
  rmSync(place, { recursive: true, force: true })
  told({ rounds: round, found: traces.size, control })
  process.exitCode = traces.size === 0 && control > 0 ? 0 : 1
}
