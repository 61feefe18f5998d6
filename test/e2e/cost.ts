import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

/** What the screen of cost and use shows. */
export function costTests(): void {
  test('the cost is shown by the chosen amount, with the claims that count and how they came in', async ({
    loaded: app
  }) => {
    await openScreen(app, 'Cost and use')
    await expect(app.getByRole('group', { name: 'Paid per member per month' })).toContainText('$')
    await app.getByRole('radio', { name: 'Member share' }).check({ force: true })
    await expect(app.getByRole('group', { name: 'Member share per member per month' })).toBeVisible()
    await app.getByRole('radio', { name: 'Paid', exact: true }).check({ force: true })
    await app.getByRole('tab', { name: 'Claims and run-out' }).click()
    const sets = app.getByRole('region', { name: 'Claims that count' })
    await expect(sets).toContainText('Final claims that count')
    const runOut = app.getByRole('region', { name: 'Run-out' })
    await expect(runOut.getByRole('rowheader').first()).toHaveText('Completion')
    const choice = runOut.getByRole('combobox', { name: 'Payer of the run-out' })
    await expect(choice.getByRole('option').nth(1)).toBeAttached()
  })

  test('readmissions are about adults unless all ages are chosen', async ({ loaded: app }) => {
    await openScreen(app, 'Cost and use')
    await app.getByRole('tab', { name: 'Use of hospitals' }).click()
    const rate = app.getByRole('group', { name: 'Readmitted within 30 days' }).getByRole('button')
    await rate.click()
    await expect(app.getByRole('dialog')).toContainText('who were 18 or over at discharge')
    await app.keyboard.press('Escape')
    await expect(app.getByRole('dialog')).toHaveCount(0)
    await app.getByRole('radio', { name: 'All ages' }).check({ force: true })
    await app.getByRole('radio', { name: 'With observation' }).check({ force: true })
    // Until the figures follow the choice, they are dimmed.
    await expect(app.locator('.dimmed')).toHaveCount(0)
    await rate.click()
    await expect(app.getByRole('dialog')).toContainText('and observation stays; not rehabilitation')
  })

  test('cost, use and registries are compared between groups before any measure has run', async ({ loaded: app }) => {
    await app.evaluate(() => (location.hash = '#/measures/equity'))
    const figure = app.getByRole('combobox', { name: 'Figure to compare' })
    await expect(figure).toHaveValue('cost/paid')
    await app.getByRole('combobox', { name: 'Compare by' }).selectOption('Sex')
    const gaps = app.getByRole('table', { name: 'Gaps by group' })
    await expect(gaps.getByRole('columnheader', { name: 'Gap, dollars' })).toBeVisible()
    await expect(app.getByRole('region', { name: 'How the gap changes' }).getByRole('img')).toBeVisible()
    await figure.selectOption('Diabetes: prevalence')
    await expect(app.getByText('Diabetes: prevalence. Dashed: all')).toBeVisible()
    await expect(gaps.getByRole('columnheader', { name: 'Gap, points' })).toBeVisible()
    // A gap opens the people who count in its group.
    await gaps.getByRole('button').first().click()
    await expect(app.getByRole('dialog')).toContainText('Diabetes')
    await app.keyboard.press('Escape')
    await figure.selectOption('Emergency visits per 1,000')
    await app.getByRole('combobox', { name: 'Compare by' }).selectOption('Payer')
    await expect(app.getByText(/Cannot be computed: people change payers/).first()).toBeVisible()
  })
}
