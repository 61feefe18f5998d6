import { expect, test } from './fixtures.ts'

/** What the screen of cost and use shows. */
export function costTests(): void {
  test('the cost is shown by the chosen amount, with the claims that count and how they came in', async ({
    loaded: app
  }) => {
    await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Cost and use' }).click()
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
    await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Cost and use' }).click()
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
}
