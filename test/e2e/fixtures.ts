import { test as base, type Page } from '@playwright/test'
import { expect } from './expectations.ts'
import { createBrowserStarter, openShell, type BrowserStarter, type OpenedPage, type Shell } from './shells.ts'

interface Fixtures {
  readonly shell: Shell
  /** Files or folders that the host is started with. */
  readonly openPaths: readonly string[]
  /** The built-in measures are evaluated after each load, as they are for users; tests of other things do without. */
  readonly runMeasures: boolean
  /** People in the sample population; fewer than the 1,000 that a user gets, for tests that walk with any population. */
  readonly samplePatients: number
  /** Memory for the population in megabytes, as in Settings; 0 for half of the computer's. With 320 any population is divided. */
  readonly memoryMegabytes: number
  /** Processor cores for panels, as in Settings; with more than one the arrays of the population are in shared memory. */
  readonly cores: number
  /** The page of a freshly started host. Console errors, page errors and CSP violations fail the test. */
  readonly app: Page
  /**
   * A page with the sample population, or with what `openPaths` names, that the tests of one spec file share, also those that
   * it takes from other files: what one test saved is there for the next. Each begins on the overview, with everybody, at the
   * last day. Errors fail the test that they come up in, as with `app`.
   */
  readonly loaded: Page
}

interface WorkerFixtures {
  /** One browser for all pages; each page has a context of its own. */
  readonly browserStarter: BrowserStarter
  readonly sharedPage: SharedPage
}

/** The page that tests share, until one asks for another. */
class SharedPage {
  readonly #startBrowser: BrowserStarter
  #key = ''
  #opened: OpenedPage | undefined

  constructor(startBrowser: BrowserStarter) {
    this.#startBrowser = startBrowser
  }

  async get(key: string, how: Parameters<typeof openShell>[1]): Promise<OpenedPage | undefined> {
    if (key === this.#key && this.#opened !== undefined) {
      await toOverview(this.#opened.page)
      return this.#opened
    }
    await this.close()
    this.#opened = await openShell(this.#startBrowser, how)
    this.#key = key
    if (this.#opened === undefined) return undefined
    if (how.openPaths.length === 0) await loadSample(this.#opened.page)
    else await expectOverview(this.#opened.page)
    return this.#opened
  }

  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = undefined
    // What a page says of calls that its own end cuts off is no problem.
    const problems = [...(opened?.problems ?? [])]
    await opened?.close()
    expectNone(problems)
  }
}

/** Loads the sample population and waits until the first screen is there. */
export async function loadSample(app: Page): Promise<void> {
  await app.getByRole('button', { name: 'Load sample' }).click()
  await expectOverview(app)
}

async function expectOverview(app: Page): Promise<void> {
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
}

/** Back to where a page is after a load, also in the size of the window and in the look. */
async function toOverview(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', reducedMotion: 'reduce' })
  // By way of another screen: what was chosen on the overview itself goes with it.
  for (const name of ['Settings', 'Overview']) {
    await page.evaluate((hash) => {
      location.hash = hash
    }, `#/${name.toLowerCase()}`)
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  }
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('complementary')).toHaveCount(0)
}

function expectNone(problems: readonly string[]): void {
  expect(problems, 'console errors, page errors and CSP violations').toEqual([])
}

const noElectron = 'no Electron runtime on this machine: the Electron shell was NOT tested'

export const test = base.extend<Fixtures, WorkerFixtures>({
  shell: ['loopback', { option: true }],
  openPaths: [[], { option: true }],
  runMeasures: [false, { option: true }],
  samplePatients: [100, { option: true }],
  cores: [0, { option: true }],
  memoryMegabytes: [0, { option: true }],
  browserStarter: [
    // eslint-disable-next-line no-empty-pattern -- the runner reads the names of what a fixture needs from its parameter
    async ({}, use) => {
      const { start, close } = createBrowserStarter()
      await use(start)
      await close()
    },
    { scope: 'worker' }
  ],
  sharedPage: [
    async ({ browserStarter }, use) => {
      const shared = new SharedPage(browserStarter)
      await use(shared)
      await shared.close()
    },
    { scope: 'worker' }
  ],
  app: async ({ shell, openPaths, runMeasures, samplePatients, cores, memoryMegabytes, browserStarter }, use) => {
    const opened = await openShell(browserStarter, {
      shell,
      openPaths,
      settings: { runMeasures, samplePatients, cores, memoryMegabytes }
    })
    test.skip(opened === undefined, noElectron)
    if (opened === undefined) return
    const problems: string[] = []
    try {
      await use(opened.page)
      problems.push(...opened.problems)
    } finally {
      await opened.close()
    }
    expectNone(problems)
  },
  loaded: async ({ shell, openPaths, runMeasures, samplePatients, cores, sharedPage }, use, { titlePath }) => {
    const how = { shell, openPaths, settings: { runMeasures, samplePatients, cores } }
    const opened = await sharedPage.get(JSON.stringify([titlePath[0], how]), how)
    test.skip(opened === undefined, noElectron)
    if (opened === undefined) return
    await use(opened.page)
    expectNone(opened.problems.splice(0))
  }
})

export { expect }
