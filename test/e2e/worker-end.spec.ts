import type { Page, Worker } from '@playwright/test'
import { expect, loadSample, test } from './fixtures.ts'

// The browser may end a worker at any time, without a word to the page. A worker ends itself here, which is as silent.

/** The first worker of a page with the name that it was started with; those that other workers started count, too. */
async function workerCalled(page: Page, name: string): Promise<Worker | undefined> {
  for (const worker of page.workers()) {
    const called = await worker.evaluate(() => self.name).catch(() => undefined)
    if (called === name) return worker
  }
  return undefined
}

async function endWorker(page: Page, name: string): Promise<void> {
  await expect.poll(async () => (await workerCalled(page, name)) !== undefined).toBe(true)
  const worker = await workerCalled(page, name)
  // Its answer may be lost with it.
  await worker?.evaluate(() => self.close()).catch(() => undefined)
}

/** Lets a worker end in the middle of the next question that it is asked. */
async function endWorkerInQuestion(page: Page, name: string): Promise<void> {
  await expect.poll(async () => (await workerCalled(page, name)) !== undefined).toBe(true)
  const worker = await workerCalled(page, name)
  await worker?.evaluate(() =>
    self.addEventListener(
      'message',
      (event) => {
        event.stopImmediatePropagation()
        self.close()
      },
      { capture: true }
    )
  )
}

async function openScreen(app: Page, name: string): Promise<void> {
  await app.keyboard.press('Control+k')
  await app.keyboard.type(name)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name, level: 1 })).toBeVisible()
}

test.describe('when the browser ends a worker', () => {
  test.use({ samplePatients: 300, runMeasures: false, cores: 2 })

  test('statements, figures and measures go on with another one, and the end of the data is said', async ({ app }) => {
    await loadSample(app)
    await openScreen(app, 'SQL')
    const result = app.getByRole('region', { name: 'Result' })
    const ask = async (statement: string): Promise<void> => {
      await app.getByRole('textbox', { name: 'SQL statement' }).fill(statement)
      await app.keyboard.press('Escape')
      await app.keyboard.press('Control+Enter')
    }
    await ask('SELECT gender, count(*) AS people FROM patient GROUP BY gender ORDER BY gender')
    await expect(result).toContainText('2 rows')
    await endWorker(app, 'sql')
    await ask('SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3')
    await expect(result).toContainText('3 rows')

    await endWorkerInQuestion(app, 'panels')
    await openScreen(app, 'Data quality')
    await openScreen(app, 'Overview')
    await expect(app.getByRole('region', { name: /^Open care gaps|^Chronic conditions/ }).first()).toBeVisible()
    // The next question has started another one.
    await endWorker(app, 'panels')
    await openScreen(app, 'Data quality')
    await openScreen(app, 'Overview')
    await expect(app.getByRole('region', { name: /^Open care gaps|^Chronic conditions/ }).first()).toBeVisible()

    await openScreen(app, 'Measures')
    await expect(app.getByRole('combobox', { name: 'Rated' })).toBeVisible()
    // Before the first run nothing is to be chosen from a list without choices.
    await expect(app.locator('main select:not(:has(option))')).toHaveCount(0)
    await app.getByRole('button', { name: 'Run the measures' }).click()
    await endWorker(app, 'measure')
    const stopped = app.getByText('A worker that evaluates measures stopped')
    await expect(stopped.first()).toBeVisible()
    // All measures of a run end with its worker, for one reason.
    expect(await stopped.count()).toBe(1)
    // What is left of the run, and the next one, have workers of their own.
    await app.getByRole('button', { name: 'Run the measures' }).click()
    await expect(app.getByText('No measure has run for')).toHaveCount(0)
    await expect(app.getByRole('row', { name: /Breast cancer screening/ }).first()).toBeVisible()
    await expect(app.getByRole('combobox', { name: 'Cut points' })).not.toHaveValue('')

    await endWorker(app, 'store')
    await expect(app.getByText('The part of Populus that has the data in memory ended')).toBeVisible()
    await expect(app.getByRole('button', { name: 'Open the data again' })).toBeVisible()
  })
})
