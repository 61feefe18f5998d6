import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'

/** Only the process that runs the tests makes it; another one reads this file to list them. */
const folder = join(tmpdir(), `populus-bad-${process.pid}`)
// A worker that runs the tests of this file in two groups runs these once for each group.
test.beforeAll(() => {
  mkdirSync(join(folder, 'nested'), { recursive: true })
  writeFileSync(
    join(folder, 'Patient.ndjson'),
    [
      '{"resourceType":"Patient","id":"a","gender":"female","birthDate":"1960-02-30"}',
      '{"resourceType":"Patient","id":"b","gender":"male","birthDate":"1971-05-06"}',
      '{"resourceType":"Patient","id":"b","gender":"male","birthDate":"1971-05-06"}',
      '{"resourceType":"Patient","id":"c"',
      ''
    ].join('\r\n')
  )
  writeFileSync(
    join(folder, 'nested/Condition.ndjson'),
    [
      '{"resourceType":"Condition","id":"d","subject":{"reference":"Patient/a"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"59621000"}]},"onsetDateTime":"2020-01-01"}',
      '{"resourceType":"Condition","id":"e","subject":{"reference":"Patient/nobody"}}',
      '{"resourceType":"Spaceship","id":"f"}'
    ].join('\n')
  )
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.describe('a folder with bad input', () => {
  test.use({ openPaths: [folder] })

  test('loads, reports each kind with its place, and loses none of the good rows', async ({ app }) => {
    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    await app
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^Data quality/ })
      .click()
    const main = app.getByRole('main')
    const diagnoses = main.getByRole('row', { name: /^Diagnoses coded/ })
    await diagnoses.getByRole('button').click()
    await app.getByRole('button', { name: /^Open 1 row/ }).click()
    await expect(app.getByRole('complementary')).toContainText('1 row of')
    await app.getByRole('complementary').getByRole('button', { name: 'Close' }).click()
    await main
      .getByRole('row', { name: /^Lines stored/ })
      .getByRole('button')
      .click()
    await app.getByRole('button', { name: 'Open them in the findings' }).click()
    await expect(main.getByRole('heading', { name: 'Lines not stored', level: 2 })).toBeVisible()
    await app.getByRole('tab', { name: 'Accounts' }).click()
    await expect(main).toContainText('Every line is accounted for')
    await app.getByRole('tab', { name: /^Load findings/ }).click()
    for (const finding of ['not-json', 'unknown-resource-type', 'dangling-reference', 'bad-date']) {
      await expect(main.getByText(new RegExp(finding.replaceAll('-', '.'), 'i')).first()).toBeVisible()
    }
    const download = app.waitForEvent('download')
    await app.getByRole('button', { name: 'Export findings' }).click()
    expect((await download).suggestedFilename()).toMatch(/\.csv$/)
  })
})
