import { basename } from 'node:path'
import type { Page } from '@playwright/test'
import { choose, goTo, openTab, press, reach, typePassphrase, write } from './keyboard-steps.ts'
import { expect, test } from './fixtures.ts'

const startScreen = (app: Page) => app.getByRole('heading', { name: 'Start with data', level: 1 })

/** The sample is given up on its way. */
async function giveUp(app: Page): Promise<void> {
  await app.getByRole('button', { name: 'Load sample' }).click()
  await app.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(startScreen(app)).toBeVisible()
}

/** Everybody of the sample is there, whatever came before. */
async function expectSample(app: Page): Promise<void> {
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(app.locator('body')).toContainText('of 100 people')
}

/** The page begins again with nothing open. */
async function reload(app: Page): Promise<void> {
  await goTo(app, 'o', 'Overview')
  await app.reload()
  await expect(startScreen(app)).toBeVisible()
  await expect(app.getByRole('alert')).toBeHidden()
}

/** Through the beginning of a setup, by way of the sample, to the schedule of a source. */
async function setUp(app: Page): Promise<void> {
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
  await expectSample(app)
  await app.keyboard.press('g')
  await app.keyboard.press('s')
  await expect(app.getByRole('heading', { name: 'Connections', level: 1 })).toBeFocused()
  await reach(app.getByRole('tab', { name: 'Export', exact: true }))
  await app.keyboard.press('End')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('tab', { name: 'Keys' })).toHaveAttribute('aria-selected', 'true')
}

/** From the first screen to rows, to a cohort and to a report. */
async function analyze(app: Page): Promise<void> {
  const { keyboard } = app
  await expect(startScreen(app)).toBeVisible()
  await press(app.getByRole('button', { name: /^Load sample/ }))
  await expectSample(app)

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
}

/** From claims to rates, cost, equity and a table. */
async function analyzeClaims(app: Page): Promise<void> {
  const { keyboard } = app
  await press(app.getByRole('button', { name: 'Load payer sample' }))
  await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()

  // Rates of the measures, and what one of them is made of.
  await goTo(app, 'm', 'Quality measures')
  const card = app.getByRole('region', { name: 'Scorecard' })
  await expect(app.getByRole('contentinfo').getByText(/^Measures: \d+ results/)).toBeVisible()
  // A screen reader hears it, too.
  await expect(app.locator('.visually-hidden[aria-live]')).toHaveText(/^Measures: \d+ results/)
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
}

/** To a person, to a name for a reason, and to outreach. */
async function manageCare(app: Page): Promise<void> {
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
}

test('the keyboard alone leads to the schedule of a source, and from the first screen to a cohort and a report', async ({
  app
}) => {
  await test.step('the beginning of a setup, and the schedule of a source', () => setUp(app))
  // The sample comes again after the page was loaded again, also when it was given up on its way.
  await reload(app)
  await test.step('the sample is given up', () => giveUp(app))
  await test.step('an analyst goes from the first screen to rows, to a cohort and to a report', () => analyze(app))
  await reload(app)
})

test.describe('with measures', () => {
  test.use({ runMeasures: true })

  test('the keyboard alone takes a payer analyst to rates and cost, and a care manager to a person and to outreach', async ({
    app
  }) => {
    await test.step('from claims to rates, cost, equity and a table', () => analyzeClaims(app))
    await test.step('to a person, to a name for a reason, and to outreach', () => manageCare(app))
  })
})
