import { basename } from 'node:path'
import { choose, goTo, openTab, press, reach, typePassphrase, write } from './keyboard-steps.ts'
import { expect, test } from './fixtures.ts'

test('the keyboard alone takes an analyst from the first screen to rows, to a cohort and to a report', async ({
  app
}) => {
  const { keyboard } = app
  await expect(app.getByRole('heading', { name: 'Start with data', level: 1 })).toBeVisible()
  await press(app.getByRole('button', { name: /^Load sample/ }))
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()

  // The rows behind a figure.
  await press(app.getByRole('link', { name: /^Diabetes/ }).first())
  await expect(app.getByRole('heading', { name: 'Diabetes', level: 1 })).toBeVisible()
  await reach(app.getByRole('listbox', { name: /^Prevalence, points/ }).first())
  await keyboard.press('End')
  await keyboard.press('Enter')
  await expect(app.getByRole('complementary').getByRole('grid')).toBeVisible()
  await keyboard.press('Escape')
  await expect(app.getByRole('complementary')).toHaveCount(0)
  await openTab(app, 'People', 'Shift+Tab')

  // A person, and a resource as it was received.
  const grid = app.getByRole('grid')
  await expect(grid.getByRole('row').nth(1)).toBeVisible()
  await reach(grid)
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(app.getByRole('heading', { level: 1 })).toContainText('••')
  await press(app.getByRole('button', { name: /^Source record/ }).first())
  await expect(app.getByRole('dialog', { name: 'Patient' })).toBeVisible()
  await keyboard.press('Escape')
  await expect(app.getByRole('dialog')).toHaveCount(0)

  // A cohort with a criterion.
  await goTo(app, 'h', 'Cohorts')
  await press(app.getByRole('button', { name: 'New cohort' }))
  await press(app.getByRole('button', { name: 'Add a criterion' }))
  await press(app.getByRole('button', { name: 'Age', exact: true }))
  await write(app.getByRole('spinbutton', { name: 'From' }), '65')
  await keyboard.press('Tab')
  await expect(app.getByRole('status').filter({ hasText: 'in the cohort' })).toContainText(/^[1-9]\d* people are in/)
  await reach(app.getByRole('textbox', { name: 'Name' }), 'Shift+Tab')
  await write(app.getByRole('textbox', { name: 'Name' }), '65 or over')
  await keyboard.press('Tab')
  await reach(app.getByRole('button', { name: 'Save', exact: true }), 'Shift+Tab')
  await keyboard.press('Enter')

  // Its attrition on a board, and the report of that.
  await reach(app.getByRole('button', { name: 'Pin', exact: true }), 'Shift+Tab')
  await keyboard.press('Enter')
  const pin = app.getByRole('dialog', { name: 'Pin to a board' })
  await write(pin.getByLabel('Title of the board'), 'Older people')
  await press(pin.getByRole('button', { name: 'Pin', exact: true }))
  await expect(pin).toHaveCount(0)
  await goTo(app, 'b', 'Boards')
  await press(app.getByRole('link', { name: 'Older people' }))
  await expect(app.getByRole('region', { name: '65 or over' })).toContainText('1. Age 65 or over')
  await openTab(app, 'Report')
  await expect(app.getByRole('group', { name: 'Preview of the report' })).toContainText('1. Age 65 or over')
  await choose(app.getByLabel('Form', { exact: true }), 'Workbook (XLSX)')
  const download = app.waitForEvent('download')
  await press(app.getByRole('button', { name: 'Save the report' }))
  expect(basename((await download).suggestedFilename())).toBe('older-people.xlsx')
})

test('the keyboard alone leads through the beginning of a set-up and to the schedule of a source', async ({ app }) => {
  await reach(app.getByRole('button', { name: 'Connect', exact: true }))
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Address', level: 2 })).toBeVisible()
  await reach(app.getByLabel('FHIR base address'))
  await app.keyboard.type('http://127.0.0.1:1/fhir')
  await app.keyboard.press('Enter')
  // Nobody answers there, and it is said where it was typed.
  await expect(app.getByRole('alert')).toBeVisible()
  await expect(app.getByLabel('FHIR base address')).toBeFocused()
  await reach(app.getByRole('button', { name: 'Leave for now' }))
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'No source yet' })).toBeVisible()

  await reach(app.getByRole('button', { name: 'Load sample', exact: true }))
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await app.keyboard.press('g')
  await app.keyboard.press('s')
  await expect(app.getByRole('heading', { name: 'Connections', level: 1 })).toBeFocused()
  await reach(app.getByRole('tab', { name: 'Export', exact: true }))
  await app.keyboard.press('End')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('tab', { name: 'Keys' })).toHaveAttribute('aria-selected', 'true')
})

test.describe('with measures', () => {
  // Those with the sample share one page.
  test.describe.configure({ mode: 'default' })
  test.use({ runMeasures: true })

  test('the keyboard alone takes a payer analyst from claims to rates, cost, equity and a table', async ({ app }) => {
    const { keyboard } = app
    await press(app.getByRole('button', { name: 'Load payer sample' }))
    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()

    // Rates of the measures, and what one of them is made of.
    await goTo(app, 'm', 'Quality measures')
    const card = app.getByRole('region', { name: 'Scorecard' })
    await expect(app.getByRole('contentinfo').getByText(/^Measures: \d+ results/)).toBeVisible()
    await press(card.getByRole('button', { name: /^Open provenance of .*%/ }).first())
    await expect(app.getByRole('dialog')).toContainText('Made of')
    await keyboard.press('Escape')
    await expect(app.getByRole('dialog')).toHaveCount(0)

    // What a member month costs, and how claims came in.
    await goTo(app, 'u', 'Cost and use')
    const trend = app.getByRole('region', { name: 'Paid per member per month' })
    await press(trend.getByRole('button', { name: /^Paid per member per month: (?:Fit|Limited)/ }))
    await expect(app.getByRole('dialog', { name: /^Fitness for use of / })).toContainText('Lines stored')
    await keyboard.press('Escape')
    await openTab(app, 'Claims and run-out', 'Shift+Tab')
    await expect(app.getByRole('region', { name: 'Run-out' }).getByRole('rowheader').first()).toHaveText('Completion')

    // Whether women and men have the same rates and the same cost.
    await goTo(app, 'm', 'Quality measures')
    await openTab(app, 'Equity')
    const figure = app.getByRole('combobox', { name: 'Figure to compare' })
    await choose(figure, 'Influenza immunization')
    await choose(app.getByRole('combobox', { name: 'Compare by' }), 'Sex')
    const gaps = app.getByRole('region', { name: 'Gaps', exact: true })
    await expect(gaps.getByRole('row', { name: /^(?:Fem|M)ale [+\u2212]?\d+\.\d / })).toBeVisible()
    await reach(figure, 'Shift+Tab')
    await choose(figure, 'Paid per member per month')
    await expect(gaps.getByRole('row', { name: /^(?:Fem|M)ale .*\$/ })).toBeVisible()

    // The table leaves as a file.
    const rates = app.getByRole('region', { name: 'By group' })
    await press(rates.getByRole('button', { name: 'More about By group' }))
    const download = app.waitForEvent('download')
    await reach(app.getByRole('menuitem', { name: 'Export as CSV' }), 'ArrowDown')
    await keyboard.press('Enter')
    expect((await download).suggestedFilename()).toBe('by-group.csv')
  })

  test('the keyboard alone takes a care manager to a person, to a name for a reason, and to outreach', async ({
    loaded: app
  }) => {
    const { keyboard } = app
    await goTo(app, 'c', 'Care gaps')
    const list = app.getByRole('grid', { name: 'Worklist' })
    await expect(list.getByRole('row').nth(1)).toBeVisible()
    await reach(list)
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    const drawer = app.getByRole('complementary')
    await expect(drawer).toContainText('How the logic decided')

    // The person, by name for a stated reason.
    await press(drawer.getByRole('button', { name: 'More to record' }))
    await keyboard.press('End')
    await expect(app.getByRole('menuitem', { name: 'Open the person' })).toBeFocused()
    await keyboard.press('Enter')
    const title = app.getByRole('heading', { level: 1 })
    await expect(title).toContainText('••')
    await press(app.getByRole('button', { name: 'Reveal', exact: true }))
    const why = app.getByRole('alertdialog', { name: 'Show the name of one person?' })
    await reach(why.getByRole('radio', { name: 'Care of this person' }))
    await keyboard.press('ArrowDown')
    await expect(why.getByRole('radio', { name: 'Outreach' })).toBeChecked()
    await press(why.getByRole('button', { name: 'Show for 10 minutes' }))
    await expect(title).not.toContainText('••')
    const name = (await title.innerText()).split(',')[0]!

    // Back to the same gap, whose outreach is recorded.
    await keyboard.press('Alt+ArrowLeft')
    await expect(drawer).toContainText(name)
    await press(drawer.getByRole('button', { name: 'Outreach', exact: true }))
    const outreach = app.getByRole('dialog', { name: 'Record outreach' })
    await choose(outreach.getByLabel('Outcome'), 'Message left')
    await press(outreach.getByRole('button', { name: 'Record outreach' }))
    await typePassphrase(app)
    await expect(drawer.getByRole('list', { name: 'History' })).toContainText('message left')
    await reach(drawer)
    await keyboard.press('Escape')
    await expect(drawer).toHaveCount(0)
    await expect(list).toBeFocused()
  })

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
})
