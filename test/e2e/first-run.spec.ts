import { looks } from '../a11y/looks.ts'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

test.use({ samplePatients: 1000 })

test('a new user goes, by way of a server, from the first screen to a person and the resource behind an event', async ({
  app
}) => {
  await expect(app.getByRole('heading', { name: 'Start with data', level: 1 })).toBeVisible()
  // Another look changes colors and nothing else.
  for (const { name, ...look } of looks.toReversed()) {
    await app.emulateMedia(look)
    expect(await findings(app, name === 'light' ? 'everything' : 'colors'), name).toEqual([])
  }

  await app.getByRole('button', { name: 'Load sample' }).click()

  // The steps are those of any server.
  await expect(app.getByRole('heading', { name: 'Sample population', level: 1 })).toBeVisible()
  const steps = app.getByRole('list', { name: 'Steps of the sample' })
  const names = ['Register a key', 'Sign in', 'Request', 'Prepare', 'Download', 'Verify', 'Load']
  // All in one look: they are there only as long as the sample is on its way.
  await expect(steps.getByText(new RegExp(`^(?:${names.join('|')}),`))).toHaveText(
    names.map((name) => new RegExp(`^${name},`))
  )

  // As many people as a new user gets, on a busy machine.
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(app.getByRole('contentinfo')).toContainText('Loaded Sample population')
  await expect(app.getByRole('contentinfo')).toContainText('Data in memory only')
  await expect(app.locator('body')).toContainText('of 1,000 people')
  await expect(app.getByText(/resources stored, none rejected/)).toBeVisible()

  // A figure opens its definition, and then its rows.
  await app.getByRole('button', { name: /With a chronic condition$/ }).click()
  const provenance = app.getByRole('dialog')
  await expect(provenance).toContainText(/of \d+/)
  await expect(provenance).toContainText('Sample population')
  await provenance.getByRole('button', { name: /^Open/ }).click()
  const rows = app.getByRole('complementary')
  await expect(rows.getByRole('grid')).toBeVisible()
  await app.keyboard.press('Escape')

  // A registry, from the navigation.
  await app
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Diabetes/ })
    .click()
  await expect(app.getByRole('heading', { name: 'Diabetes', level: 1 })).toBeVisible()
  await expect(app.getByRole('region', { name: 'Prevalence and incidence' })).toBeVisible()
  await app.getByRole('tab', { name: 'Definition' }).click()
  await expect(app.getByRole('main')).toContainText('E11')

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

  // A person, masked.
  await openScreen(app, 'Patients')
  const people = app.getByRole('grid')
  await expect(people).toHaveAttribute('aria-rowcount', /^\d+$/)
  await people.getByRole('row').nth(1).getByRole('gridcell').nth(1).click()
  await expect(app.getByRole('heading', { level: 1 })).toContainText('••')
  await app.getByRole('button', { name: 'Source record (JSON)' }).click()
  await app.getByRole('dialog', { name: 'Patient' }).getByRole('button', { name: 'Reveal' }).click()
  await expect(app.getByRole('alertdialog')).toBeVisible()
  await app.getByRole('radio', { name: 'Checking data' }).check()
  await app.getByRole('button', { name: 'Show for 10 minutes' }).click()
  await expect(app.getByText('"resourceType": "Patient"')).toBeVisible()
})
