import type { Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'

async function setPercent(app: Page, label: string, value: string): Promise<void> {
  const field = app.getByRole('spinbutton', { name: label })
  await field.fill(value)
  await field.press('Enter')
  await field.press('Tab')
}

/** What each chart and key figure says of the data that it reads. */
export function fitnessTests(): void {
  test('a chart says which claims it lacks, leads to the checks of what it reads, and grays out below its limit', async ({
    loaded: app
  }) => {
    const menu = app.getByRole('navigation', { name: 'Main' })
    await menu.getByRole('link', { name: 'Cost and use' }).click()
    const trend = app.getByRole('region', { name: 'Paid per member per month' })
    // The sample lacks the claims of one payer for two months.
    const chip = trend.getByRole('button', { name: /^Paid per member per month: Limited: 2 months without claims of / })
    await chip.focus()
    await app.keyboard.press('Enter')
    const dialog = app.getByRole('dialog', { name: 'Fitness for use of Paid per member per month' })
    await expect(dialog).toContainText('Months with data')
    expect(await findings(app)).toEqual([])
    await dialog.getByRole('button', { name: 'See the checks of these data' }).click()
    await expect(app.getByRole('tab', { name: /^Checks/ })).toHaveAttribute('aria-selected', 'true')
    await expect(app.getByRole('tabpanel').getByRole('status')).toContainText(/Checks of .*explanation_of_benefit/)

    // The same analysis among all of them.
    await app.getByRole('tab', { name: 'Fitness' }).click()
    const analyses = app.getByRole('region', { name: 'Fitness by analysis' })
    await analyses.getByRole('radio', { name: /^Need care/ }).click()
    const cost = analyses.getByRole('row', { name: /^Cost per member per month/ })
    await expect(cost).toContainText(/2 months without claims of .*use with caution/)
    await cost.getByRole('link').click()
    await expect(app.getByRole('heading', { name: 'Cost and use', level: 1 })).toBeVisible()

    await menu.getByRole('link', { name: 'Settings' }).click()
    await setPercent(app, 'Percent from which a figure is fit for use', '100')
    await setPercent(app, 'Percent below which a figure is not fit for use', '100')
    await menu.getByRole('link', { name: 'Cost and use' }).click()
    await expect(trend).toContainText('Not fit for use (below 100%): ')
    // Some results have no unit.
    await menu.getByRole('link', { name: 'Diabetes' }).click()
    await expect(app.getByRole('group').filter({ hasText: 'Not fit' }).first()).toBeVisible()
    expect(await findings(app)).toEqual([])

    await menu.getByRole('link', { name: 'Settings' }).click()
    await setPercent(app, 'Percent below which a figure is not fit for use', '80')
    await setPercent(app, 'Percent from which a figure is fit for use', '90')
    await menu.getByRole('link', { name: 'Cost and use' }).click()
    await expect(chip).toBeVisible()
  })
}
