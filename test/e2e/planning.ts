import { choose, goTo, openTab, press, reach, write } from './keyboard-steps.ts'
import { expect, test } from './fixtures.ts'

/** Screens about what will be, and what leaves for others. */
export function planningTests(): void {
  test('the keyboard alone reaches and operates what plans, predicts and leaves', async ({ loaded: app }) => {
    const { keyboard } = app
    // A forecast of something else.
    await goTo(app, 'u', 'Cost and use')
    await openTab(app, 'Forecast')
    const subjects = app.getByRole('radiogroup', { name: 'Forecast of' })
    await reach(subjects)
    const first = await app.getByRole('main').getByRole('heading', { level: 2 }).first().innerText()
    await keyboard.press('ArrowRight')
    await expect(app.getByRole('main').getByRole('heading', { level: 2 }).first()).not.toHaveText(first)

    // Claims and chart side by side, by payer.
    await openTab(app, 'Claims and chart', 'Shift+Tab')
    const sides = app.getByRole('radiogroup', { name: / by$/ })
    await reach(sides.first())
    await keyboard.press('End')
    await keyboard.press('ArrowRight')
    await expect(sides.first().getByRole('radio', { checked: true })).not.toHaveText('Reasons')

    // A score by another index, and a person with a rising risk.
    await goTo(app, 'k', 'Risk')
    await choose(app.getByRole('combobox', { name: 'Index' }), 'Charlson comorbidity index, Charlson 1987')
    await openTab(app, 'High cost and rising risk', 'Shift+Tab')
    const rising = app.getByRole('grid', { name: 'People with rising risk' })
    await expect(rising.getByRole('row', { name: /••/ }).first()).toBeVisible()
    await reach(rising)
    await keyboard.press('Enter')
    await expect(app.getByRole('heading', { level: 1 })).toContainText('••')
    await keyboard.press('Alt+ArrowLeft')
    await expect(app.getByRole('heading', { name: 'Risk', level: 1 })).toBeVisible()

    // What a model would predict.
    await openTab(app, 'Models')
    await press(app.getByRole('button', { name: 'Train a model…' }))
    const train = app.getByRole('dialog', { name: 'Train a model' })
    await reach(train.getByRole('radio').first())
    await keyboard.press('ArrowDown')
    await expect(train.getByRole('radio').nth(1)).toBeChecked()
    await keyboard.press('Escape')
    await expect(train).toHaveCount(0)

    // A capacity plan by another number of minutes.
    await goTo(app, 'm', 'Quality measures')
    await openTab(app, 'Capacity')
    await expect(app.getByRole('main').getByRole('spinbutton').first()).toBeVisible()

    // A pack, and a set without identifiers.
    await goTo(app, 'x', 'Sharing')
    await write(app.getByLabel('Series'), 'Network 2026')
    const download = app.waitForEvent('download')
    await press(app.getByRole('button', { name: 'Make pack' }))
    expect((await download).suggestedFilename()).toMatch(/^network-2026-.*\.pack\.json$/)
    await press(app.getByRole('button', { name: 'Copy seal' }))
    await openTab(app, 'Data set without identifiers', 'Shift+Tab')
    await reach(app.getByRole('radio', { name: /Safe Harbor/ }))
    await keyboard.press('ArrowDown')
    await expect(app.getByRole('region', { name: 'Profile' })).toContainText('data use agreement')
  })
}
