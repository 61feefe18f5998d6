import { expect, test } from './fixtures.ts'

/** What a person does with boards. */
export function boardTests(): void {
  test('a board is made, arranged and reported with the keys alone', async ({ loaded: page }) => {
    const chronic = page.getByRole('region', { name: 'Chronic conditions' })
    await chronic.getByRole('button', { name: 'More about Chronic conditions' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Pin to a board…' }).press('Enter')
    await page.getByRole('dialog').getByLabel('Title of the board').fill('Quality')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Pinned Chronic conditions to Quality')).toBeVisible()

    // A second figure by the palette.
    await page.keyboard.press('Control+k')
    await page.keyboard.type('pin a figure')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByLabel('Figure').selectOption('Age and sex')
    await page.getByRole('dialog').getByRole('button', { name: 'Pin', exact: true }).press('Enter')

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Boards' }).press('Enter')
    await page.getByRole('link', { name: 'Quality', exact: true }).press('Enter')
    await expect(page.getByRole('region', { name: 'Age and sex' }).getByRole('img').first()).toBeVisible()
    await page.getByRole('button', { name: 'Arrange' }).press('Enter')
    const handle = page.getByRole('button', { name: 'Move or resize Chronic conditions' })
    await handle.press('Shift+ArrowLeft')
    await expect(handle).toBeFocused()
    await expect(page.getByText('Chronic conditions: column 1, row 1, 5 columns wide, 5 rows high')).toBeAttached()
    await page.getByRole('button', { name: 'Done arranging' }).press('Enter')

    await page.getByRole('tab', { name: 'Report' }).click()
    const preview = page.getByRole('group', { name: 'Preview of the report' })
    await expect(preview.getByRole('heading', { name: 'Chronic conditions' })).toBeVisible()
    await expect(preview.getByText('Counts of 1 to 10 people are shown as <11')).toBeAttached()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the report' }).press('Enter')
    ])
    expect(download.suggestedFilename()).toBe('quality.html')
  })
}
