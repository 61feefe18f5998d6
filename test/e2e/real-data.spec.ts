import { readFileSync } from 'node:fs'
import { testData } from '../support/test-data.ts'
import { expect, test } from './fixtures.ts'

const folder = testData('data/synthea-100')

interface Truth {
  readonly total_rows: number
  readonly distinct_patients: number
  readonly encounter: { readonly by_class: Readonly<Record<string, number>> }
  readonly condition: { readonly top_50: readonly { readonly display: string; readonly distinct_patients: number }[] }
}

test.describe('a real export', () => {
  // Less than what any population takes, so that it is divided into parts on the disk, one for each of two threads.
  test.use({ openPaths: folder === undefined ? [] : [folder], memoryMegabytes: 320, cores: 2 })

  test('shows the numbers that an independent count gives, from parts on the disk', async ({ app, shell }) => {
    test.skip(folder === undefined, 'the real export is not here')
    const truth = JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')) as Truth
    const whole = (value: number): string => value.toLocaleString('en-US')

    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    await expect(app.getByText(`${whole(truth.total_rows)} resources stored, none rejected`)).toBeVisible()
    await expect(app.getByRole('group', { name: 'People in view' }).getByRole('button')).toHaveText(
      whole(truth.distinct_patients)
    )
    // Electron has no settings of the test, and everything in memory.
    if (shell === 'loopback') await expect(app.getByRole('contentinfo')).toContainText('Data in 2 parts on disk')
    const navigation = app.getByRole('navigation', { name: 'Main' })
    await expect(navigation.getByRole('link', { name: 'Hypertension 23' })).toBeVisible()
    await navigation.getByRole('button', { name: 'All registries' }).click()
    await expect(app.getByRole('link', { name: 'Diabetes 1' })).toBeVisible()
    await app.keyboard.press('Escape')

    await navigation.getByRole('link', { name: /^Data quality/ }).click()
    await app.getByRole('tab', { name: 'Accounts' }).click()
    await expect(app.getByRole('main')).toContainText('Every line is accounted for')
    await expect(app.getByRole('main')).toContainText(whole(truth.total_rows))

    if (shell !== 'loopback') return
    await navigation.getByRole('link', { name: 'Settings' }).click()
    await expect(app.getByRole('main')).toContainText('In use for these data: 2 of')
  })
})
