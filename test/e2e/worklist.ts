import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { choosePassphrase, open, textOf } from './quality-steps.ts'

/** Lists of care gaps. */
export function worklistTests(): void {
  test('adherence: how many days are covered, and until when a fill still helps', async ({ loaded: app }) => {
    await open(app, 'Care gaps')
    const grid = app.getByRole('grid', { name: 'Worklist' })
    await expect(grid.getByRole('row').nth(1)).toContainText('••')
    await app.getByRole('combobox', { name: 'Measure' }).selectOption({ label: 'Adherence to statins' })
    await expect(grid.getByRole('columnheader', { name: 'Covered so far' })).toBeVisible()
    await grid.getByRole('columnheader', { name: 'Days to 80%' }).click()
    await expect(grid.getByRole('columnheader', { name: 'Days to 80%' })).toHaveAttribute('aria-sort', 'ascending')
    await expect(grid.getByRole('row').nth(1)).toContainText('%')
    await grid.getByRole('row').nth(1).click()
    const drawer = app.getByRole('complementary')
    await expect(drawer.getByRole('heading', { name: 'Days covered' })).toBeVisible()
    await expect(drawer).toContainText('Still missing to 80%')
    await expect(drawer).toContainText('Last day for a fill to reach 80%')
    await expect(drawer).toContainText('How the logic decided')
    expect(await findings(app)).toEqual([])
    // The day to act by stays in view next to the drawer in a narrow window.
    await app.setViewportSize({ width: 1280, height: 720 })
    await expect(grid.getByRole('columnheader', { name: 'Act by' })).toBeVisible()
  })

  test('before the visits of the next week, all columns are in view; the others are a press away', async ({
    loaded: app
  }) => {
    await app.setViewportSize({ width: 1280, height: 720 })
    await open(app, 'Care gaps')
    // The line of a screen is in view wherever it stands in the navigation.
    await app.evaluate(() => (location.hash = '#/settings'))
    const navigation = app.getByRole('navigation', { name: 'Main' })
    await expect(navigation.getByRole('link', { name: 'Settings' })).toBeInViewport({ ratio: 1 })
    await open(app, 'Care gaps')
    await app.getByRole('button', { name: 'Saved views' }).click()
    await app.getByRole('button', { name: 'Before the visits of the next 7 days', exact: true }).click()
    const grid = app.getByRole('grid', { name: 'Worklist' })
    await expect(grid.getByRole('columnheader')).toHaveText(['', 'Person', 'Gap', 'Why', 'What closes it', /PCP/])
    await expect(grid.getByRole('columnheader', { name: 'PCP' })).toBeInViewport({ ratio: 1 })
    await app.getByRole('combobox', { name: 'Next visit' }).selectOption('any')
    const row = grid.getByRole('row').filter({ hasText: '••' }).first()
    // What is cut off is told where it is pointed at.
    const closes = row.getByRole('gridcell').nth(4)
    await closes.hover()
    await expect(closes).toHaveAttribute('title', ((await closes.textContent()) ?? '').trim())
    await row.click()
    // The person stays, so that less of the others comes into view at once.
    const after = app.getByRole('button', { name: 'Columns after', exact: true })
    await after.press('Enter')
    await after.press('Enter')
    const drawn = await grid
      .getByRole('row')
      .filter({ hasText: /^Visit / })
      .first()
      .evaluate((heading) => getComputedStyle(heading.querySelector('[role="gridcell"]')!, '::after').content)
    expect(drawn, 'no line of a column in the heading of a group').toBe('none')
    await expect(grid.getByRole('columnheader', { name: 'PCP' })).toBeInViewport({ ratio: 1 })
    expect(await findings(app)).toEqual([])
  })

  test('the person and the headings stay in view where the other columns of a list pass', async ({ loaded: app }) => {
    await app.setViewportSize({ width: 1280, height: 720 })
    await open(app, 'Care gaps')
    // The choices above the list take one line.
    const choices = await app.getByRole('search', { name: 'Worklist' }).boundingBox()
    expect(choices?.height).toBeLessThan(50)
    await app.getByRole('button', { name: 'Columns of the worklist' }).click()
    for (const name of ['What closes it', 'Practice', 'Payer'])
      await app.getByRole('menuitemcheckbox', { name, exact: true }).click()
    await app.keyboard.press('Escape')
    const grid = app.getByRole('grid', { name: 'Worklist' })
    const person = grid.getByRole('row').filter({ hasText: '••' }).first().getByRole('gridcell').nth(1)
    await expect(person).toBeVisible()
    const place = await person.boundingBox()
    const surface = (look: string) =>
      expect
        .poll(() => person.evaluate((cell) => getComputedStyle(cell).backgroundColor), look)
        .toMatch(/^(?:rgb\(|color\((?!.*\/))/)
    await grid.evaluate((box) => (box.scrollLeft = 300))
    await expect(grid).toHaveAttribute('data-more', /start/)
    for (const cell of [person, grid.getByRole('columnheader', { name: 'Person' })])
      expect((await cell.boundingBox())?.x).toBe(place?.x)
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.emulateMedia({ colorScheme })
      await surface(colorScheme)
    }
    await app.emulateMedia({ colorScheme: 'light', forcedColors: 'active' })
    await surface('forced colors')
    await app.emulateMedia({ forcedColors: 'none' })
    // The names are above what passes.
    const isOnTop = await person.evaluate((cell) => {
      const { left, top, width, height } = cell.getBoundingClientRect()
      return cell.contains(document.elementFromPoint(left + width / 2, top + height / 2))
    })
    expect(isOnTop).toBe(true)
  })

  test('the numbers of the supplemental data of a measure are in view in a narrow window', async ({ loaded: app }) => {
    await app.setViewportSize({ width: 1280, height: 720 })
    await open(app, 'Measures')
    await app.evaluate(() => (location.hash = '#/measure/colorectal-cancer-screening%2Frate/groups'))
    const lists = app.getByRole('region', { name: 'Supplemental data' }).getByRole('list')
    await expect(lists.first()).toBeVisible()
    const cut = await lists.evaluateAll((all) =>
      all.filter((list) => list.scrollWidth > list.clientWidth + 1).map((list) => list.textContent)
    )
    expect(cut).toEqual([])
  })

  test('a segment of the overview leads to the gaps that it counts, by keyboard', async ({ loaded: app }) => {
    const region = app.getByRole('region', { name: 'Care gaps by measure' })
    const points = region.getByRole('listbox')
    await points.focus()
    await app.keyboard.press('Home')
    const chosen = points.getByRole('option', { selected: true })
    await expect(chosen).toContainText('Closed:')
    // Closed, due soon, open; a row further down is another measure.
    await app.keyboard.press('ArrowRight')
    await app.keyboard.press('ArrowRight')
    await expect(chosen).toContainText('Open:')
    const above = (await chosen.textContent()) ?? ''
    await app.keyboard.press('ArrowDown')
    await expect(chosen).not.toHaveText(above)
    const [, measure, count] = /^(.+), Open: ([\d,]+) /.exec((await chosen.textContent()) ?? '') ?? []
    expect(await findings(app)).toEqual([])
    await app.keyboard.press('Enter')
    await expect(app.getByRole('heading', { name: 'Care gaps', level: 1 })).toBeVisible()
    await expect(app.getByRole('combobox', { name: 'Measure' }).locator('option:checked')).toHaveText(measure!)
    await expect(app.getByRole('grid', { name: 'Worklist' })).toHaveAttribute(
      'aria-rowcount',
      String(Number(count!.replaceAll(',', '')) + 1)
    )
    // On an earlier day the results are not those of that day, and the screen says so.
    await app.evaluate(() => {
      location.hash = '#/gaps?as-of=2026-06-30'
    })
    await expect(app.getByText(/These results count records up to Oct \d\d, 2026\./)).toBeVisible()
    await expect(app.getByRole('button', { name: 'Run as of Jun 30, 2026' })).toBeVisible()
  })

  test('a gap on the page of a person opens at the side of the person, by keyboard', async ({ loaded: app }) => {
    await open(app, 'Care gaps')
    const grid = app.getByRole('grid', { name: 'Worklist' })
    await expect(grid.getByRole('row').nth(1)).toContainText('••')
    await grid.getByRole('row').nth(1).click()
    const drawer = app.getByRole('complementary')
    await drawer.getByRole('button', { name: 'More to record' }).press('Enter')
    await app.getByRole('menuitem', { name: 'Open the person' }).press('Enter')
    await expect(app.getByRole('heading', { name: /^[A-Z]•+, (fe)?male, \d+/, level: 1 })).toBeVisible()
    await expect(drawer).toHaveCount(0)

    const gaps = app.getByRole('region', { name: 'Open care gaps' }).getByRole('button')
    const title = (await gaps.first().textContent()) ?? ''
    await gaps.first().press('Enter')
    await expect(drawer).toContainText(title)
    await expect(drawer.getByRole('button', { name: 'Assign' })).toBeVisible()
    // It is the page of that person already.
    await drawer.getByRole('button', { name: 'More to record' }).press('Enter')
    await expect(app.getByRole('menuitem', { name: 'Add a note' })).toBeVisible()
    await expect(app.getByRole('menuitem', { name: 'Open the person' })).toHaveCount(0)
    await app.keyboard.press('Escape')
    await drawer.getByRole('button', { name: 'Close' }).press('Enter')
    await expect(drawer).toHaveCount(0)
    await expect(gaps.first()).toBeFocused()

    // No name and no unit of a result is cut, in a wide window and in a narrow one.
    const results = app.getByRole('region', { name: 'Results' }).locator('.name, .value')
    for (const width of [1440, 1024]) {
      await app.setViewportSize({ width, height: 700 })
      await expect(results.first()).toBeVisible()
      const cut = await results.evaluateAll((all) =>
        all.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent)
      )
      expect(cut).toEqual([])
    }
  })

  test('many gaps at once, by keyboard, and a saved view', async ({ loaded: app }) => {
    await open(app, 'Care gaps')
    const grid = app.getByRole('grid', { name: 'Worklist' })
    await expect(grid.getByRole('row').nth(1)).toContainText('••')
    await grid.focus()
    await app.keyboard.press('Home')
    await app.keyboard.press(' ')
    await app.keyboard.press('Shift+ArrowDown')
    await app.keyboard.press('Shift+ArrowDown')
    const bar = app.getByRole('toolbar', { name: 'With the rows that are selected' })
    await expect(bar).toContainText('3 selected')
    await bar.getByRole('button', { name: 'Assign' }).press('Enter')
    await app.getByRole('dialog', { name: 'Assign (3 gaps)' }).getByLabel('Name').fill('Care team north')
    await app.getByRole('dialog', { name: 'Assign (3 gaps)' }).getByRole('button', { name: 'Assign' }).press('Enter')
    await choosePassphrase(app)
    await expect(app.getByText('Recorded for 3 gaps')).toBeVisible()

    // The same gaps stay selected, so that the next step can be recorded about them.
    await expect(bar).toContainText('3 selected')
    await bar.getByRole('button', { name: 'Record outreach' }).click()
    const outreach = app.getByRole('dialog', { name: 'Record outreach (3 gaps)' })
    const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    await outreach.getByLabel('Follow up on').fill(inAMonth)
    await outreach.getByRole('button', { name: 'Record outreach' }).click()
    await expect(outreach).toBeHidden()
    const followUp = app.getByRole('combobox', { name: 'Follow-up' })
    await followUp.selectOption('due')
    await expect(app.getByText('No gap matches')).toBeVisible()
    await followUp.selectOption('within 30 days')
    await expect(grid.getByRole('row')).toHaveCount(4)

    // All rows of the filter at once, then back.
    const all = grid.getByRole('checkbox', { name: 'Select all 3 rows' })
    await all.click()
    await expect(all).toBeChecked()
    await bar.getByRole('button', { name: 'Follow-up date' }).click()
    await app
      .getByRole('dialog', { name: 'Set follow-up date (3 gaps)' })
      .getByRole('button', { name: 'Set follow-up date' })
      .click()
    // What was recorded took them out of the list, and they can still be worked on.
    await expect(bar).toContainText('3 selected, 3 no longer in this list')
    await bar.getByRole('button', { name: 'Undo' }).click()
    await expect(bar).toContainText(/3 selected$|3 selected(?!,)/)
    await expect(grid.getByRole('row')).toHaveCount(4)
    await bar.getByRole('button', { name: 'Clear the selection' }).click()
    await expect(bar).toBeHidden()
    await followUp.selectOption('any')

    // Somebody who was assigned before is suggested for others.
    await grid.getByRole('row').nth(5).getByRole('gridcell').first().click()
    await bar.getByRole('button', { name: 'Assign' }).click()
    const assign = app.getByRole('dialog', { name: 'Assign' })
    await expect(assign.locator('datalist option[value="Care team north"]')).toHaveCount(1)
    await assign.getByRole('button', { name: 'Cancel' }).click()
    await bar.getByRole('button', { name: 'Clear the selection' }).click()

    // Groups have headings with their sizes, the largest first.
    await app.getByRole('combobox', { name: 'Group by' }).selectOption('measure')
    const headings = grid.getByRole('row').filter({ hasText: /\d rows$/ })
    await expect(headings.first()).toBeVisible()
    const sizes = await app.getByRole('navigation', { name: 'Groups' }).locator('em').allTextContents()
    const counts = sizes.map((text) => Number(text.replaceAll(/\D/g, '')))
    expect(counts.length).toBeGreaterThan(2)
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
    await app.getByRole('combobox', { name: 'Group by' }).selectOption('nothing')
    await app.getByRole('combobox', { name: 'Owner' }).selectOption('Care team north')
    await expect(grid.getByRole('row')).toHaveCount(4)

    await app.getByRole('button', { name: 'Saved views' }).click()
    await app.getByRole('button', { name: 'Save this view' }).click()
    await app.getByRole('dialog', { name: 'Save this view' }).getByLabel('Name').fill('Team north')
    await app.keyboard.press('Enter')
    await expect(app.getByText('Saved “Team north”')).toBeVisible()
    await app.getByRole('combobox', { name: 'Owner' }).selectOption({ label: 'anyone' })
    await expect(grid.getByRole('row').nth(5)).toBeVisible()
    await app.getByRole('button', { name: 'Saved views' }).click()
    await app.getByRole('button', { name: 'Team north', exact: true }).click()
    await expect(grid.getByRole('row')).toHaveCount(4)

    // The view on a board: its gaps by measure and the list, with people masked, and back to the worklist.
    for (const what of ['Team north: gaps by measure', 'Team north: list']) {
      await app.getByRole('button', { name: 'Saved views' }).press('Enter')
      await app.getByRole('button', { name: 'Pin the view Team north to a board' }).press('Enter')
      const pin = app.getByRole('dialog', { name: 'Pin to a board' })
      await pin.getByLabel('Figure').selectOption(what)
      if (what.endsWith('measure')) await pin.getByLabel('Title of the board').fill('North')
      await pin.getByRole('button', { name: 'Pin', exact: true }).press('Enter')
      await expect(app.getByText(`Pinned ${what} to North`)).toBeVisible()
    }
    await app.getByRole('button', { name: 'Open the board' }).last().click()
    const byMeasure = app.getByRole('region', { name: 'Team north: gaps by measure' })
    await expect(byMeasure).toContainText(/3 gaps of [123] (person|people)/)
    await expect(byMeasure).toContainText('owner: Care team north')
    const list = app.getByRole('region', { name: 'Team north: list' })
    await expect(list.getByRole('row')).toHaveCount(4)
    await expect(list.getByRole('row').nth(1)).toContainText('••')
    await list.getByRole('button', { name: 'More about Team north: list' }).press('Enter')
    await app.getByRole('menuitem', { name: 'Open in Care gaps' }).press('Enter')
    await expect(grid.getByRole('row')).toHaveCount(4)

    const download = app.waitForEvent('download')
    await app.getByRole('button', { name: 'Export worklist' }).click()
    await app.getByRole('menuitem', { name: 'Export CSV' }).click()
    const lines = (await textOf(await download)).trimEnd().split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toContain('What closes it')
    expect(lines[1]).toContain('Care team north')
    // Names and ways to reach people come only after a reveal.
    expect(lines[0]).not.toMatch(/name|birth|phone|address|record number/i)
  })
}
