import type { Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

// A model needs some hundred people.
test.use({ samplePatients: 600 })

// They share one page.
test.describe.configure({ mode: 'default' })

test('scores are told by index, with the people and the definition behind each', async ({ loaded: app }) => {
  await openScreen(app, 'Risk')
  const scores = app.getByRole('region', { name: 'People by score' })
  await scores
    .getByRole('combobox', { name: 'Index' })
    .selectOption({ label: 'Charlson comorbidity index, Charlson 1987' })
  await scores.getByRole('radio', { name: 'Table' }).check({ force: true })
  await scores.getByRole('button', { name: /provenance of .*5 or more, People/ }).click()
  const popover = app.getByRole('dialog')
  await expect(popover).toContainText('Seventeen groups of diseases')
  await app.keyboard.press('Escape')
  await app.getByRole('tab', { name: 'High cost and rising risk' }).click()
  await expect(app.getByRole('grid', { name: 'People with rising risk' }).getByRole('row').nth(1)).toContainText(
    '\u2022\u2022\u2022'
  )
  expect(await findings(app)).toEqual([])
})

/** Both keys one right after the other: a sequence that hesitates is none. */
async function goToRisk(app: Page): Promise<void> {
  await Promise.all([app.keyboard.press('g'), app.keyboard.press('k')])
  await expect(app.getByRole('heading', { name: 'Risk', level: 1 })).toBeVisible()
}

test('a category of last year is a question with its records, by the keyboard', async ({ loaded: app }) => {
  await goToRisk(app)
  await app.getByRole('tab', { name: 'Scores' }).focus()
  await app.keyboard.press('End')
  await app.keyboard.press('ArrowLeft')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('group', { name: 'Payment risk score, mean' })).toContainText('coding \u22125.9%')
  await app.getByRole('button', { name: 'Tables', exact: true }).click()
  const tables = app.getByRole('dialog', { name: 'Tables of risk' })
  const choose = async (name: string, text: string): Promise<void> => {
    const chooser = app.waitForEvent('filechooser')
    await tables.getByRole('button', { name: 'Choose files' }).click()
    await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  }
  await choose('wrong.csv', 'a,b\n1,2\n')
  await expect(tables.getByRole('alert')).toContainText('is no table of risk')
  await choose('eligible.csv', 'hcpcs\nG0000\n')
  await expect(tables.getByRole('list', { name: 'Tables in use' })).toContainText('eligible.csv, 1 row')
  expect(await findings(app)).toEqual([])
  await tables.getByRole('button', { name: 'Use the built-in tables alone' }).click()
  await tables.getByRole('button', { name: 'Close' }).click()
  const list = app.getByRole('grid', { name: 'Documented last year, not yet this year' })
  await expect(list.getByRole('row').nth(1)).toContainText('20')
  await list.focus()
  await app.keyboard.press('Enter')
  const dialog = app.getByRole('dialog')
  await expect(dialog).toContainText('not an instruction to code')
  await expect(dialog.getByRole('list', { name: 'Records behind it' }).getByRole('button').first()).toBeVisible()
  expect(await findings(app)).toEqual([])
  await dialog.getByRole('button', { name: 'Open the person' }).click()
  await expect(app.getByRole('region', { name: 'CMS-HCC' })).toContainText('diagnoses of 2025')
})

test('a model is trained, refused where events are too few, and explains each person, by the keyboard', async ({
  loaded: app
}) => {
  await goToRisk(app)
  await app.getByRole('tab', { name: 'Scores' }).focus()
  await app.keyboard.press('End')
  await app.keyboard.press('Enter')
  const train = async (outcome: string): Promise<void> => {
    await app.getByRole('button', { name: 'Train a model…' }).press('Enter')
    await app.getByRole('radio', { name: outcome }).press('Space')
    await app.getByRole('button', { name: 'Train', exact: true }).press('Enter')
  }
  await train('Readmission within 30 days')
  await expect(app.getByRole('status').filter({ hasText: 'No model was made' })).toContainText(
    '3 are the minimum (Riley'
  )
  await train('Inpatient stay within 12 months')
  await expect(app.getByRole('group', { name: 'Area under the curve' })).toContainText('0.5 is chance')
  // Where nothing is wider than the window, no edge says that there is more behind it.
  await app.setViewportSize({ width: 1280, height: 800 })
  await expect(app.getByRole('main')).toHaveAttribute('data-more', 'down')
  await app.getByRole('combobox', { name: 'Predicted risk from' }).selectOption({ label: '10.0% or more' })
  const people = app.getByRole('grid', { name: 'People by predicted risk' })
  await expect(people.getByRole('row').nth(1)).toContainText('\u2022\u2022\u2022')
  expect(await findings(app)).toEqual([])
  await people.focus()
  await app.keyboard.press('Enter')
  const why = app.getByRole('dialog')
  await expect(why).toContainText('What goes along with the prediction, not its cause.')
  await expect(why.getByRole('row').nth(1)).toContainText('the odds')
  expect(await findings(app)).toEqual([])
  await app.keyboard.press('Escape')
  await app.getByRole('button', { name: 'Model card' }).press('Enter')
  await expect(app.getByRole('dialog')).toContainText('not an instruction to treat')
  expect(await findings(app)).toEqual([])
  await app.keyboard.press('Escape')
  await app.getByRole('button', { name: 'Save as cohort' }).press('Enter')
  await expect(app.getByText('Saved as the cohort "Inpatient stay within 12 months: 10.0% or more"')).toBeVisible()
})
