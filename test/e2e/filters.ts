import { expect, test } from './fixtures.ts'

/** Filters, tables of charts, and the palette. */
export function filterTests(): void {
  test('a filter applies everywhere, Back restores, and the as-of date moves the figures', async ({ loaded: app }) => {
    const bar = app.getByRole('region', { name: 'Population bar' }).or(app.getByRole('toolbar', { name: 'Population' }))
    await expect(bar.first()).toContainText('of 250 people')

    const inView = app.getByRole('group', { name: 'People in view' }).getByRole('button')
    const pyramid = app.getByRole('region', { name: 'Age and sex' }).getByRole('img').first()
    await expect(pyramid).toHaveAccessibleName(/^[\d,]+ female and [\d,]+ male/)
    await expect(inView).toHaveText(/^[\d,]+$/)
    const all = await inView.innerText()
    const female = /^[\d,]+/.exec((await pyramid.getAttribute('aria-label')) ?? '')?.[0] ?? ''
    expect(Number(female)).toBeGreaterThan(60)
    expect(Number(female)).toBeLessThan(Number(all))

    await app.getByRole('button', { name: 'Filter', exact: true }).click()
    await app.getByRole('dialog', { name: 'Add a filter' }).getByRole('button', { name: /^Sex/ }).click()
    await app.getByRole('checkbox', { name: /^Female/ }).check()
    await app.keyboard.press('Escape')
    await expect(inView).toHaveText(female)
    await expect(pyramid).toHaveAccessibleName(new RegExp(`^${female} female and 0 male`))

    // It goes along to every screen, and is named there.
    const navigation = app.getByRole('navigation', { name: 'Main' })
    const members = navigation.getByRole('link', { name: /^Hypertension/ })
    await expect(members).toContainText(/\d/)
    for (const screen of ['Cost and use', 'Hypertension', 'Patients']) {
      await navigation.getByRole('link', { name: new RegExp(`^${screen}`) }).click()
      await expect(app.getByRole('heading', { name: screen, level: 1 })).toBeVisible()
      await expect(bar.first()).toContainText('Female')
      await expect(bar.first()).toContainText(`${female} of 250 people`)
      // The navigation counts the same people as the screen that it leads to.
      if (screen === 'Hypertension') {
        const shown = app.getByRole('group', { name: 'People in the registry' }).getByRole('button')
        await expect(members).toContainText(`Hypertension${await shown.innerText()}`)
      }
    }
    await expect(app.getByRole('main')).toContainText(`${female} people`)
    for (const screen of ['Hypertension', 'Cost and use', 'Overview']) {
      await app.getByRole('button', { name: 'Back', exact: true }).first().click()
      await expect(app.getByRole('heading', { name: screen, level: 1 })).toBeVisible()
    }
    await app.getByRole('button', { name: 'Back', exact: true }).first().click()
    await expect(inView).toHaveText(all)
  })

  test('every chart of the overview has its table with the same numbers', async ({ loaded: app }) => {
    for (const name of [
      'Age and sex',
      'People by payer',
      'Chronic conditions',
      'Top conditions',
      'Encounters by class',
      'Data coverage and freshness'
    ]) {
      const region = app.getByRole('region', { name, exact: true })
      await region.getByRole('radio', { name: 'Table' }).check({ force: true })
      await expect(region.getByRole('table').or(region.getByRole('grid')).first()).toBeVisible()
    }
    const prevalence = app.getByRole('region', { name: 'Chronic conditions' })
    const hypertension = app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Hypertension/ })
    await expect(hypertension).toContainText(/\d/)
    const people = /\d+/.exec(await hypertension.innerText())?.[0] ?? ''
    await expect(prevalence.getByRole('row', { name: /^Hypertension/ })).toContainText(people)
  })

  test('the command palette reaches every screen by keyboard', async ({ loaded: app }) => {
    for (const screen of ['Data quality', 'Snapshots', 'Settings', 'Patients']) {
      await app.keyboard.press('Control+k')
      await app.keyboard.type(screen)
      await app.keyboard.press('Enter')
      await expect(app.getByRole('heading', { name: screen, level: 1 })).toBeVisible()
    }
  })
}
