import { readFileSync } from 'node:fs'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

/** Figures of the screens, and the people behind them. */
export function figureTests(): void {
  test('the exported CSV holds the rows of the table', async ({ loaded: app }) => {
    const region = app.getByRole('region', { name: 'Top conditions' })
    await region.getByRole('radio', { name: 'Table' }).check({ force: true })
    await expect(region.getByRole('rowheader').nth(5)).toBeVisible()
    await expect(region.locator('.dimmed')).toHaveCount(0)
    const names = await region.getByRole('rowheader').allInnerTexts()
    const cells = await region.getByRole('cell').allInnerTexts()
    await region.getByRole('button', { name: 'More about Top conditions' }).click()
    const download = app.waitForEvent('download')
    await app.getByRole('menuitem', { name: 'Export as CSV' }).click()
    const text = readFileSync(await (await download).path(), 'utf8')
    const lines = text.trimEnd().split('\r\n')
    expect(names.length).toBeGreaterThan(5)
    expect(lines).toHaveLength(names.length + 2)
    expect(lines.at(-1)).toContain('Source: Populus, Sample population')
    // Withheld rows go last in the file: their place would tell between which others they are.
    for (const name of names) expect(lines.slice(1, -1).some((line) => line.includes(name))).toBe(true)
    // The first cell is a share in per cent; the file has the number itself.
    const share = Number(lines[1]?.replace(/^(".*?"|[^,]*),/, '').split(',')[0])
    expect(share * 100).toBeCloseTo(Number.parseFloat(cells[0] ?? ''), 0)
  })

  test('rows that do not fit are counted, and all of them stand in the table', async ({ loaded: app }) => {
    await app.setViewportSize({ width: 1280, height: 720 })
    const region = app.getByRole('region', { name: 'Top conditions' })
    const points = region.getByRole('listbox')
    await points.focus()
    await app.keyboard.press('End')
    const chosen = points.getByRole('option', { selected: true })
    const more = region.getByRole('button', { name: /more, show Top conditions as a table$/ })
    await expect(chosen).toHaveAttribute('aria-setsize', /\d/)
    await expect(more).toBeVisible()
    // Both at one moment: the chart may still be fitting itself to the smaller window.
    const { drawn, left } = await region.evaluate((element) => ({
      drawn: Number(element.querySelector('[role="option"][aria-selected="true"]')?.getAttribute('aria-setsize')),
      left: Number(
        Array.from(element.querySelectorAll('button'), ({ innerText }) => /^(\d+) more/.exec(innerText)?.[1]).find(
          (text) => text !== undefined
        )
      )
    }))
    await more.click()
    await expect(region.getByRole('rowheader')).toHaveCount(drawn + left)
    await expect(region.getByRole('group', { name: 'Top conditions, table' })).toBeFocused()
  })

  test('another as-of date moves every figure and is kept by the address', async ({ loaded: app }) => {
    const inView = app.getByRole('group', { name: 'People in view' }).getByRole('button')
    await expect(inView).toHaveText(/^[\d,]+$/)
    const before = await inView.innerText()
    await app.getByRole('button', { name: /^As of/ }).click()
    await app.getByLabel('Count as of the end of this day').fill('2023-03-31')
    await app.getByRole('button', { name: 'Apply' }).click()
    await expect(inView).not.toHaveText(before)
    await expect(app.getByRole('region', { name: 'Age and sex' })).toContainText('Mar 31, 2023')
    await expect(app).toHaveURL(/as-of=2023-03-31/)
    await app.keyboard.press('Alt+ArrowLeft')
    await expect(inView).toHaveText(before)
  })

  test('names appear for a stated reason and are masked again', async ({ loaded: app }) => {
    await openScreen(app, 'Patients')
    const name = app.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell').nth(1)
    await expect(name).toContainText('••')
    await app.getByRole('button', { name: 'Reveal' }).click()
    await app.getByRole('radio', { name: 'Outreach' }).check()
    await app.getByRole('button', { name: 'Show for 10 minutes' }).click()
    await expect(name).not.toContainText('••')
    await app.getByRole('button', { name: 'Mask', exact: true }).click()
    await expect(name).toContainText('••')
  })

  test('signals by practice open the people behind them', async ({ loaded: app }) => {
    await app.getByRole('tab', { name: 'Signals' }).click()
    const region = app.getByRole('region', { name: 'Signals' })
    await region.getByRole('radio', { name: /^All/ }).check({ force: true })
    await region
      .getByRole('button', { name: /^Open the people behind/ })
      .first()
      .click()
    await expect(app.getByRole('complementary').getByRole('grid')).toBeVisible()
    // They belong to this screen.
    await openScreen(app, 'Settings')
    await expect(app.getByRole('complementary')).toHaveCount(0)
  })

  test('a control is shown by quarter and by month', async ({ loaded: app }) => {
    await app
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^Diabetes/ })
      .click()
    const region = app.getByRole('region', { name: 'A1c control' })
    await region.getByRole('radio', { name: 'Table' }).check({ force: true })
    await expect(region.getByRole('rowheader').first()).toHaveText(/^Q\d/)
    await region.getByRole('radio', { name: 'Month' }).check({ force: true })
    await expect(region.getByRole('rowheader').first()).toHaveText(/^[A-Z][a-z]{2} \d{4}/)
    await expect(region.getByRole('rowheader')).toHaveCount(36)
  })

  test('a month of a control chart opens the people whose results it counts', async ({ loaded: app }) => {
    await app
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^Hypertension/ })
      .click()
    const region = app.getByRole('region', { name: 'Blood pressure below 140/90, month by month' })
    await region.getByRole('radio', { name: 'Table' }).check({ force: true })
    const row = region.getByRole('row', { name: /^Sep 2026/ })
    await expect(row).toBeVisible()
    const cells = await row.getByRole('cell').allInnerTexts()
    await row.getByRole('button').first().click()
    const dialog = app.getByRole('dialog')
    await expect(dialog).toContainText(`${cells[2]} of ${cells[3]}`)
    await dialog.getByRole('button', { name: /^Open / }).click()
    const people = app.getByRole('complementary').getByRole('grid')
    await expect(people).toHaveAttribute('aria-rowcount', `${Number(cells[2]) + 1}`)
  })

  test('what care costs and which hospitals are used has its tables and opens its rows', async ({ loaded: app }) => {
    await openScreen(app, 'Cost and use')
    const services = app.getByRole('region', { name: 'Type of service' })
    await services.getByRole('radio', { name: 'Table' }).check({ force: true })
    await expect(services.getByRole('rowheader')).not.toHaveCount(0)
    await app.getByRole('button', { name: /Emergency visits per 1,000/ }).click()
    const provenance = app.getByRole('dialog')
    await provenance.getByRole('button', { name: /^Open/ }).click()
    await expect(app.getByRole('complementary').getByRole('grid')).toBeVisible()
    await app.keyboard.press('Escape')

    await app.getByRole('tab', { name: 'Use of hospitals' }).click()
    await expect(app).toHaveURL(/#\/cost\/use/)
    const stays = app.getByRole('region', { name: 'Length of stay', exact: true })
    await stays.getByRole('radio', { name: 'Table' }).check({ force: true })
    await expect(stays.getByRole('rowheader')).not.toHaveCount(0)
    const hospitals = app.getByRole('region', { name: 'Stays by hospital' })
    await hospitals.getByRole('radio', { name: 'Table' }).check({ force: true })
    await expect(hospitals.getByRole('rowheader')).toHaveCount(2)
    const button = hospitals.getByRole('button', { name: /Hospital/ }).first()
    const count = Number(await button.innerText())
    await button.click()
    await app
      .getByRole('dialog')
      .getByRole('button', { name: /^Open / })
      .click()
    await expect(app.getByRole('complementary').getByRole('grid')).toHaveAttribute('aria-rowcount', `${count + 1}`)
  })
}
