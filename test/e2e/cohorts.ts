import { writeFileSync } from 'node:fs'
import { cohortTemplates } from '../../src-renderer/engine/cohorts/definition/cohort-templates.ts'
import { definitionJson } from '../../src-renderer/engine/cohorts/definition/read-definition.ts'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

/** Definitions of cohorts. */
export function cohortTests(): void {
  test('a file that is gone when it is read is named, and can be chosen again', async ({ loaded: app }, info) => {
    const file = info.outputPath('network.json')
    writeFileSync(file, definitionJson({ ...cohortTemplates[0]!, title: 'Of the network' }))
    await openScreen(app, 'Cohorts')
    const choose = async (): Promise<void> => {
      const chooser = app.waitForEvent('filechooser')
      await app.getByRole('button', { name: 'Import a definition' }).click()
      await (await chooser).setFiles(file)
    }
    // As the browser does for a file that was moved after it was chosen; once.
    await app.evaluate(() => {
      const value = (): Promise<never> => {
        Reflect.deleteProperty(File.prototype, 'arrayBuffer')
        return Promise.reject(new DOMException('The requested file could not be read.', 'NotReadableError'))
      }
      Object.defineProperty(File.prototype, 'arrayBuffer', { configurable: true, value })
    })
    await choose()
    const message = app.getByRole('group', { name: 'Message' })
    await expect(message).toContainText('network.json could not be read. It may have been moved')
    await expect(message).toContainText('Choose it again.')
    expect(await findings(app)).toEqual([])
    await message.getByRole('button', { name: 'Dismiss' }).click()
    await choose()
    await expect(app.getByRole('heading', { name: 'Of the network', level: 1 })).toBeVisible()
    await app.getByRole('button', { name: 'All cohorts' }).click()
  })

  test('an analyst builds a cohort, sees who is lost at each step and why, compares it, and filters by it', async ({
    loaded: app
  }) => {
    const main = app.getByRole('navigation', { name: 'Main' })
    await main.getByRole('link', { name: 'Cohorts' }).click()
    await expect(app.getByRole('heading', { name: 'Cohorts', level: 1 })).toBeVisible()
    expect(await findings(app)).toEqual([])

    // A template, by keyboard.
    await app.getByRole('button', { name: /^Hypertension newly diagnosed/ }).focus()
    await app.keyboard.press('Enter')
    await expect(app.getByRole('heading', { name: 'Hypertension newly diagnosed', level: 1 })).toBeVisible()
    const funnel = app.getByRole('table', { name: 'People left and lost after each criterion' })
    await expect(funnel.getByRole('row', { name: /^1\. Age 18 or over/ })).toBeVisible()
    const sum = app.getByRole('status').filter({ hasText: 'in the cohort' })
    await expect(sum).toContainText('Oct 31, 2026')

    // Any time in place of the last half year, so that there are many.
    await app.getByRole('button', { name: 'Edit criterion 2' }).click()
    await app.getByRole('combobox', { name: 'When' }).selectOption('At any time')
    await expect(app.getByRole('region', { name: /^Criterion 2: In the registry Hypertension$/ })).toBeVisible()
    await app.getByRole('button', { name: 'Add a criterion' }).click()
    await app.getByRole('button', { name: 'Result of a test' }).click()
    await app.getByRole('searchbox', { name: 'Codes' }).fill('systolic')
    await app.getByRole('button', { name: /^Systolic, test/ }).click()
    await app.getByRole('spinbutton', { name: 'Amount' }).fill('140')
    await app.keyboard.press('Tab')
    await app.getByRole('combobox', { name: 'Unit', exact: true }).first().selectOption('mmHg')
    await expect(funnel.getByRole('row', { name: /^3\. Result of Systolic, of 140 mmHg or more/ })).toBeVisible()
    expect(await findings(app)).toEqual([])

    await app.getByRole('textbox', { name: 'Name' }).fill('High pressure')
    await app.keyboard.press('Tab')
    await app.getByRole('checkbox', { name: 'List it with the registries' }).check()
    await app.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(main.getByRole('link', { name: /^High pressure/ })).toBeVisible()

    // Lost by a step: the drawer lists them.
    await funnel.getByRole('button', { name: /: lost by 3\. Result of Systolic/ }).click()
    await expect(app.getByRole('complementary').getByText(/lost by 3\./)).toBeVisible()
    await app.keyboard.press('Escape')

    await app.getByRole('tab', { name: 'People' }).click()
    const people = app.getByRole('grid', { name: /^People: In the cohort/ })
    await people.getByRole('row').nth(1).click()
    const why = app.getByRole('complementary', { name: 'Why this person' })
    await expect(why).toContainText('In the cohort')
    await expect(why.getByText(/Systolic.*: 1[4-9]\d/).first()).toBeVisible()
    expect(await findings(app)).toEqual([])

    await app.getByRole('tab', { name: 'JSON' }).click()
    const json = app.getByRole('textbox', { name: 'Definition as JSON' })
    await json.fill((await json.inputValue()).replace('"value": 140', '"value": 150'))
    await app.getByRole('button', { name: 'Apply' }).click()
    await expect(app.getByText('Criterion 2 cannot be written in CQL: a registry follows rules')).toBeVisible()
    expect(await findings(app)).toEqual([])
    await app.getByRole('tab', { name: 'Criteria' }).click()
    await expect(funnel.getByRole('row', { name: /of 150 mmHg or more/ })).toBeVisible()
    await app.getByRole('button', { name: 'Undo' }).click()
    await expect(funnel.getByRole('row', { name: /of 140 mmHg or more/ })).toBeVisible()

    // A second definition next to it.
    await app.getByRole('button', { name: 'All cohorts' }).click()
    await app.getByRole('button', { name: 'More about High pressure' }).click()
    await app.getByRole('menuitem', { name: 'Duplicate' }).click()
    await app.getByRole('button', { name: 'Delete criterion 3' }).click()
    await app.getByRole('tab', { name: 'Compare' }).click()
    await expect(app.getByRole('table', { name: 'People by both definitions' })).toBeVisible()
    await expect(app.getByText(/^0\.\d\d$/).first()).toBeVisible()
    await app.getByRole('button', { name: /only in High pressure, copy$/ }).click()
    await app.getByRole('grid', { name: 'People of the cell' }).getByRole('row').nth(1).click()
    await expect(app.getByRole('heading', { name: 'By High pressure', exact: true })).toBeVisible()
    expect(await findings(app)).toEqual([])
    await app.getByRole('radio', { name: 'Characteristics' }).click()
    await expect(app.getByRole('table', { name: 'Comparison of cohorts' })).toBeVisible()

    // It filters every screen.
    await main.getByRole('link', { name: 'Cohorts' }).click()
    await app.getByRole('button', { name: 'Filter by High pressure' }).click()
    await main.getByRole('link', { name: 'Overview' }).click()
    const filter = app.getByText('Cohort High pressure', { exact: true })
    await expect(filter.first()).toBeVisible()
    await main.getByRole('link', { name: 'Cohorts' }).click()
    await app.getByRole('button', { name: 'More about High pressure' }).click()
    await app.getByRole('menuitem', { name: 'Delete' }).click()
    // Messages have its name, this one and perhaps one from before; the filter has gone.
    const message = app.getByRole('group', { name: 'Message' })
    await expect(message).toContainText('Deleted the cohort High pressure')
    await message.getByRole('button', { name: 'Dismiss' }).click()
    await expect(filter).toHaveCount(0)
  })
}
