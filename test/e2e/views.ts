import { readFileSync, writeFileSync } from 'node:fs'
import { tableFromIPC } from 'apache-arrow'
import type { Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'

/** Whatever another test left in the editor gives way to a definition without errors. */
async function openViews(app: Page): Promise<void> {
  await openScreen(app, 'Views')
  await editor(app).fill(definition({ id: 'getResourceKey()' }, 'first'))
  await expect(rows(app)).toContainText('resources read')
}

const rows = (app: Page) => app.getByRole('region', { name: 'Rows' })
const editor = (app: Page) => app.getByRole('textbox', { name: 'View definition' })

function definition(columns: Readonly<Record<string, string>>, name = 'my_people', resource = 'Patient'): string {
  const column = Object.entries(columns).map(([each, path]) => ({ name: each, path }))
  return JSON.stringify({ resourceType: 'ViewDefinition', name, resource, select: [{ column }] }, undefined, 2)
}

const saved = (app: Page) => app.getByRole('complementary', { name: 'Definitions' })

/** Saves a definition. */
export async function saveDefinition(app: Page): Promise<void> {
  await openViews(app)
  await editor(app).fill(definition({ id: 'getResourceKey()' }, 'kept'))
  await app.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(saved(app).getByRole('button', { name: 'kept', exact: true })).toBeVisible()
  await expect(app.getByText('Saved the view kept.')).toBeVisible()
}

/** The definition that was saved is there, can be deleted, and that can be undone. */
export async function deleteSavedDefinition(app: Page): Promise<void> {
  await openScreen(app, 'Views')
  await expect(rows(app)).toContainText('resources read')
  const name = saved(app).getByRole('button', { name: 'kept', exact: true })
  await expect(name).toBeVisible()
  await saved(app).getByRole('button', { name: 'Delete kept' }).click()
  await expect(name).toHaveCount(0)
  await app.getByRole('button', { name: 'Undo' }).click()
  await expect(name).toBeVisible()
}

/** View definitions. */
export function viewTests(): void {
  test('a definition is written, its rows follow, and it becomes a table', async ({ loaded: app }) => {
    await openScreen(app, 'Views')
    await expect(rows(app)).toContainText('resources read')
    await editor(app).fill(definition({ id: 'getResourceKey()', sex: 'gender', born: 'birthDate' }))
    await expect(rows(app)).toContainText('The first 200 rows')
    await expect(rows(app).getByRole('columnheader', { name: 'sex' })).toBeVisible()
    // Birth dates are masked.
    await expect(rows(app).getByRole('row').nth(1)).toContainText('••••')
    const facts = app.getByRole('complementary', { name: 'What it makes' })
    await facts.getByRole('button', { name: 'Count all rows' }).click()
    await expect(facts).toContainText('250 from 250 resources')

    await app.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(
      app.getByRole('complementary', { name: 'Definitions' }).getByRole('button', { name: 'my_people', exact: true })
    ).toBeVisible()
    await rows(app).getByRole('button', { name: 'Export all rows' }).click()
    const [download] = await Promise.all([
      app.waitForEvent('download'),
      app.getByRole('menuitem', { name: 'Arrow IPC' }).click()
    ])
    expect(tableFromIPC(readFileSync(await download.path())).numRows).toBe(250)

    await app.getByRole('button', { name: 'Ask in SQL' }).click()
    await app.getByRole('textbox', { name: 'SQL statement' }).fill(
      `SELECT m.sex, count(*) AS people, sum(m.sex = p.gender) AS alike
  FROM my_people m JOIN patient p ON p.id = m.id GROUP BY 1 ORDER BY 1`
    )
    await app.keyboard.press('Escape')
    await app.keyboard.press('Control+Enter')
    const result = app.getByRole('region', { name: 'Result' })
    await expect(result).toContainText('2 rows')
    const [, people, alike] = await result
      .getByRole('row', { name: /^female/ })
      .getByRole('gridcell')
      .allInnerTexts()
      .then((cells) => cells.slice(-3))
    expect(people).toBe(alike)
  })

  test('errors stand where they are, and the way there is short', async ({ loaded: app }) => {
    await openViews(app)
    await editor(app).fill(definition({ id: 'getResourceKey()', 'not good': 'gendr.fist()' }))
    const wrong = app.getByRole('list', { name: 'What is wrong' })
    await expect(wrong.getByRole('listitem')).toHaveCount(2)
    await expect(wrong).toContainText('There is no function “fist”.')
    await expect(app.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('aria-disabled', 'true')
    await wrong.getByRole('button', { name: /fist/ }).click()
    await expect(editor(app)).toBeFocused()
    const position = await editor(app).evaluate((area: HTMLTextAreaElement) =>
      area.value.slice(area.selectionStart, area.selectionStart + 4)
    )
    expect(position).toBe('fist')
    await editor(app).fill('{ "resource": "Patient",')
    await expect(wrong).toContainText('The text ends too early')
  })

  test('built-in definitions open as copies, and files come in and go out', async ({ loaded: app }, info) => {
    await openViews(app)
    await app
      .getByRole('complementary', { name: 'Definitions' })
      .getByRole('button', { name: 'encounter', exact: true })
      .first()
      .click()
    await expect(editor(app)).toHaveValue(/"name": "my_encounter"/)
    await expect(rows(app).getByRole('columnheader', { name: 'period_start' })).toBeAttached()
    await app.getByRole('button', { name: 'More about definitions' }).click()
    const [download] = await Promise.all([
      app.waitForEvent('download'),
      app.getByRole('menuitem', { name: 'Write a JSON file' }).click()
    ])
    expect(download.suggestedFilename()).toBe('my_encounter.json')
    expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toMatchObject({ resource: 'Encounter' })

    const file = info.outputPath('other.json')
    writeFileSync(file, definition({ id: 'getResourceKey()' }, 'from_a_file', 'Condition'))
    const chooser = app.waitForEvent('filechooser')
    await app.getByRole('button', { name: 'More about definitions' }).click()
    await app.getByRole('menuitem', { name: 'Read a JSON file' }).click()
    await (await chooser).setFiles(file)
    await expect(editor(app)).toHaveValue(/from_a_file/)
  })

  test('names are completed by keyboard, and changes are undone', async ({ loaded: app }) => {
    await openViews(app)
    await editor(app).fill('{ "resource": "Patient", "select": [{ "column": [{ "name": "a", "path": "')
    await editor(app).press('End')
    await editor(app).pressSequentially('gend')
    await expect(app.getByRole('listbox', { name: 'Suggestions' }).getByRole('option').first()).toContainText('gender')
    await app.keyboard.press('Tab')
    await expect(editor(app)).toHaveValue(/"path": "gender$/)
    await app.keyboard.press('Control+z')
    await expect(editor(app)).toHaveValue(/"path": "gend$/)
    await app.keyboard.press('Control+Shift+z')
    await expect(editor(app)).toHaveValue(/"path": "gender$/)
    await app.keyboard.press('Escape')
    await app.keyboard.press('Tab')
    await expect(editor(app)).not.toBeFocused()
  })

  for (const scheme of ['light', 'dark'] as const) {
    test(`no accessibility findings on the Views screen, ${scheme}`, async ({ loaded: app }) => {
      await app.emulateMedia({ colorScheme: scheme })
      await openViews(app)
      await editor(app).fill(definition({ id: 'getResourceKey()', wrong: 'a.b(' }))
      await expect(app.getByRole('list', { name: 'What is wrong' })).toBeVisible()
      expect(await findings(app)).toEqual([])
    })
  }
}
