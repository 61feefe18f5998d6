import { expect, test } from './fixtures.ts'

test.use({ runMeasures: true, samplePatients: 1000 })

test('a new user gets from the first start to a dashboard by way of a server, and sees what ran', async ({ app }) => {
  await expect(app.getByRole('heading', { name: 'Start with data', level: 1 })).toBeVisible()
  await app.getByRole('button', { name: 'Load sample' }).click()

  // The steps are those of any server.
  await expect(app.getByRole('heading', { name: 'Sample population', level: 1 })).toBeVisible()
  const steps = app.getByRole('list', { name: 'Steps of the sample' })
  const names = ['Register a key', 'Sign in', 'Request', 'Prepare', 'Download', 'Verify', 'Load']
  // All in one look: they are there only as long as the sample is on its way.
  await expect(steps.getByText(new RegExp(`^(?:${names.join('|')}),`))).toHaveText(
    names.map((name) => new RegExp(`^${name},`))
  )

  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 90_000 })
  await expect(app.getByRole('contentinfo')).toContainText('Data in memory only')
  await expect(app.locator('body')).toContainText('of 1,000 people')
  await app.getByRole('button', { name: /With a chronic condition$/ }).click()
  await expect(app.getByRole('dialog')).toContainText('Sample population')
  await app.keyboard.press('Escape')

  // What ran, when, and what it brought.
  await app
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Connections/ })
    .click()
  await expect(app.getByText('Here until Populus closes.')).toBeVisible()
  await expect(app.getByRole('row', { name: /^Patient / })).toContainText('1,000')
  await app.getByRole('tab', { name: 'History 1' }).click()
  await expect(app.getByRole('row', { name: /sample/ })).toContainText('Done')
  await app.getByRole('tab', { name: 'Source health' }).click()
  await expect(app.getByRole('region', { name: 'Throughput' })).toBeVisible()
})

test.describe('without measures', () => {
  test.use({ runMeasures: false })

  test('the sample can be given up on its way and started again', async ({ app }) => {
    await app.getByRole('button', { name: 'Load sample' }).click()
    await app.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(app.getByRole('heading', { name: 'Start with data', level: 1 })).toBeVisible()
    await app.getByRole('button', { name: 'Load sample' }).click()
    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 90_000 })
  })
})

test.describe('with fewer people and without measures', () => {
  test.use({ runMeasures: false, samplePatients: 400 })

  test('the sample comes again after the page was loaded anew', async ({ app }) => {
    const overview = app.getByRole('heading', { name: 'Overview', level: 1 })
    for (let round = 0; round < 2; round += 1) {
      await app.getByRole('button', { name: 'Load sample' }).click()
      await expect(overview).toBeVisible({ timeout: 90_000 })
      await expect(app.locator('body')).toContainText('of 400 people')
      await app.reload()
      await expect(app.getByRole('heading', { name: 'Start with data', level: 1 })).toBeVisible()
      await expect(app.getByRole('alert')).toBeHidden()
    }
  })
})
