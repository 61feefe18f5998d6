import { readFileSync } from 'node:fs'
import { tableFromIPC } from 'apache-arrow'
import type { Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'

async function openSql(app: Page): Promise<void> {
  await app.keyboard.press('Control+k')
  await app.keyboard.type('SQL')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { name: 'SQL', level: 1 })).toBeVisible()
  await expect(
    app.getByRole('complementary', { name: 'Tables' }).getByRole('button', { name: /^patient / })
  ).toBeVisible()
}

async function write(app: Page, statement: string): Promise<void> {
  await app.getByRole('textbox', { name: 'SQL statement' }).fill(statement)
  await app.keyboard.press('Escape')
}

async function run(app: Page, statement: string): Promise<void> {
  await write(app, statement)
  await app.keyboard.press('Control+Enter')
}

/** Statements, their results and the tables. */
export function sqlTests(): void {
  test('a statement is written, run, charted and exported', async ({ loaded: app }) => {
    await openSql(app)
    const result = app.getByRole('region', { name: 'Result' })
    await run(app, 'SELECT gender, count(*) AS people FROM patient GROUP BY gender ORDER BY gender')
    await expect(result).toContainText('2 rows')
    const women = await result
      .getByRole('row', { name: /^female/ })
      .getByRole('gridcell')
      .last()
      .innerText()
    await expect(app.getByRole('region', { name: 'people by gender' })).toBeVisible()

    await run(app, 'SELECT id FROM patient WHERE gender = :sex')
    await expect(app.getByRole('group', { name: 'Values for the statement' })).toBeVisible()
    await app.getByRole('textbox', { name: ':sex' }).fill('female')
    await app.keyboard.press('Enter')
    await expect(result).toContainText(`${women} rows`)

    for (const [label, read] of [
      // Without the header, and the line that says where it comes from.
      ['CSV', (bytes: Buffer) => bytes.toString().trimEnd().split('\r\n').length - 2],
      ['Arrow IPC', (bytes: Buffer) => tableFromIPC(bytes).numRows]
    ] as const) {
      await result.getByRole('button', { name: 'Export the result' }).click()
      const [download] = await Promise.all([
        app.waitForEvent('download'),
        app.getByRole('menuitem', { name: label }).click()
      ])
      expect(read(readFileSync(await download.path()))).toBe(Number(women))
    }
    for (const [label, start] of [
      ['Parquet', 'PAR1'],
      ['Excel workbook (XLSX)', 'PK']
    ] as const) {
      await result.getByRole('button', { name: 'Export the result' }).click()
      const [download] = await Promise.all([
        app.waitForEvent('download'),
        app.getByRole('menuitem', { name: label }).click()
      ])
      expect(
        readFileSync(await download.path())
          .toString('latin1')
          .slice(0, start.length)
      ).toBe(start)
    }
  })

  test('identifying values are masked until they are revealed', async ({ loaded: app }) => {
    await openSql(app)
    const result = app.getByRole('region', { name: 'Result' })
    await run(app, 'SELECT DISTINCT family, length(birth_date) AS n FROM patient')
    await expect(result).toContainText('1 row')
    await expect(result.getByRole('row').nth(1)).toContainText('••••')
    await expect(result.getByRole('row').nth(1)).toContainText('4')
    await app.getByRole('button', { name: 'Reveal' }).click()
    const dialog = app.getByRole('alertdialog')
    await dialog.getByRole('radio').first().check()
    await dialog.getByRole('button', { name: /^Reveal|^Show/ }).click()
    await expect(app.getByRole('button', { name: 'Mask' })).toBeVisible()
    await app.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(result).toContainText('rows')
    await expect(result.getByRole('row').nth(1)).not.toContainText('••••')
    await app.getByRole('button', { name: 'Mask' }).click()
    await expect(app.getByRole('button', { name: 'Reveal' })).toBeVisible()
  })

  test('errors say where they are, and data cannot be changed', async ({ loaded: app }) => {
    await openSql(app)
    await run(app, 'SELECT id,\n  gendr\nFROM patient')
    await expect(app.getByRole('alert')).toContainText('Line 2, column 3.')
    await expect(app.getByRole('alert')).toContainText('Did you mean “gender”?')
    await run(app, 'DELETE FROM patient')
    await expect(app.getByRole('alert')).toContainText('Only SELECT statements')
  })

  test('a long statement can be cancelled, and the next one runs', async ({ loaded: app }) => {
    await openSql(app)
    await run(
      app,
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT sum(i) FROM n'
    )
    await app.getByRole('button', { name: 'Cancel' }).click()
    await expect(app.getByRole('button', { name: 'Run', exact: true })).toBeVisible()
    await run(app, 'SELECT count(*) AS people FROM patient')
    await expect(app.getByRole('region', { name: 'Result' }).getByRole('row').nth(1)).toContainText('250')
  })

  test('names are completed by keyboard, and Escape with Tab leaves the editor', async ({ loaded: app }) => {
    await openSql(app)
    const editor = app.getByRole('textbox', { name: 'SQL statement' })
    await write(app, '')
    await editor.pressSequentially('select e.cl from encounter e')
    for (let step = 0; step < ' from encounter e'.length; step++) await app.keyboard.press('ArrowLeft')
    await app.keyboard.press('Control+Space')
    await expect(app.getByRole('listbox', { name: 'Suggestions' }).getByRole('option')).toHaveText([
      /class_system/,
      /class_code/,
      /class_display/
    ])
    await app.keyboard.press('ArrowDown')
    await app.keyboard.press('Enter')
    await expect(editor).toHaveValue('select e.class_code from encounter e')
    await app.keyboard.press('Escape')
    await app.keyboard.press('Tab')
    await expect(editor).not.toBeFocused()
  })

  test('codes, registries and tables are found with their columns, and any table is exported', async ({
    loaded: app
  }) => {
    await openSql(app)
    const tables = app.getByRole('complementary', { name: 'Tables' })
    await tables.getByRole('searchbox', { name: 'Find a table or column' }).fill('value_set')
    await expect(tables.getByRole('button', { name: /^value_set_code/ })).toBeVisible()
    await tables.getByRole('button', { name: /^value_set_code/ }).click()
    await expect(tables.getByRole('button', { name: 'code text', exact: true })).toBeVisible()
    await tables.getByRole('button', { name: 'Export value_set_code' }).click()
    const [download] = await Promise.all([
      app.waitForEvent('download'),
      app.getByRole('menuitem', { name: 'CSV' }).click()
    ])
    expect(readFileSync(await download.path(), 'utf8')).toMatch(/^origin,value_set,title,system,code,display,match\r\n/)
    await run(
      app,
      `SELECT v.title, count(DISTINCT c.patient_id) AS people FROM value_set_code v JOIN condition c USING (system, code)
  WHERE v.origin = 'registry' GROUP BY 1 ORDER BY 2 DESC`
    )
    await expect(app.getByRole('region', { name: 'people by title' })).toBeVisible()
  })

  test('suggestions can be undone by keyboard', async ({ loaded: app }) => {
    await openSql(app)
    await write(app, '')
    const editor = app.getByRole('textbox', { name: 'SQL statement' })
    await editor.pressSequentially('select id from pati')
    await expect(app.getByRole('listbox', { name: 'Suggestions' }).getByRole('option').first()).toContainText('patient')
    await app.keyboard.press('Tab')
    await expect(editor).toHaveValue('select id from patient')
    await app.keyboard.press('Control+z')
    await expect(editor).toHaveValue('select id from pati')
  })

  test('no accessibility findings on the SQL screen with a result', async ({ loaded: app }) => {
    await app.emulateMedia({ colorScheme: 'dark' })
    await openSql(app)
    await run(
      app,
      'SELECT substr(period_start, 1, 4) AS year, count(*) AS n FROM encounter WHERE period_start > :d GROUP BY 1'
    )
    await app.getByRole('textbox', { name: ':d' }).fill("'2000'")
    await app.keyboard.press('Enter')
    await expect(app.getByRole('region', { name: 'n by year' })).toBeVisible()
    await app
      .getByRole('button', { name: /^encounter / })
      .first()
      .click()
    expect(await findings(app)).toEqual([])
  })
}
