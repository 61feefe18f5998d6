import { readFileSync } from 'node:fs'
import {
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../src-main/services/publishers/file-signature.ts'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { entriesOf } from '../support/archive-entries.ts'

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

    // An event, and a table of benchmarks with a signature that belongs to it.
    await page.getByRole('button', { name: 'More about the board' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Events and benchmarks…' }).press('Enter')
    const events = page.getByRole('dialog', { name: 'Events and benchmarks' })
    await events.getByLabel('What', { exact: true }).fill('New clinic')
    await events.getByRole('button', { name: 'Add', exact: true }).press('Enter')
    await expect(events.getByRole('list', { name: 'Events' })).toContainText('New clinic')
    const benchmarks = events.getByRole('list', { name: 'Benchmarks' })
    const choose = async (...files: readonly (readonly [string, string])[]): Promise<void> => {
      const chooser = page.waitForEvent('filechooser')
      await events.getByRole('button', { name: 'Import a table of benchmarks' }).press('Enter')
      const chosen = files.map(([name, text]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) }))
      await (await chooser).setFiles(chosen)
    }
    await choose(['State.csv', 'figure,value\noverview/people,many\n'])
    await expect(events.getByRole('alert')).toContainText('Line 2 of the table has no figure or no number')
    const table = 'figure,value\noverview/people,42\nregistry:diabetes/prevalence,11%\n'
    const { key, text: privateKey } = makePublisherKey()
    const signature = signDigest(digestOfFile(Buffer.from(table)), readPublisherKey(privateKey), 0)
    await choose(['State.csv', `${table}overview/more,1\n`], ['State.csv.sig', signature])
    await expect(events.getByRole('alert')).toContainText('The signature is not of this file')
    await expect(benchmarks.getByRole('listitem')).toHaveCount(0)
    await choose(['State.csv', table], ['State.csv.sig', signature])
    await expect(page.getByText(`not among the trusted publishers: ${key}`)).toBeVisible()
    await expect(events.getByRole('alert')).toHaveCount(0)
    await expect(benchmarks).toHaveText(/^\s*State\s+2 values\s+Remove\s*$/)
    // Another table of the name takes its place.
    await choose(['State.csv', 'figure,value\noverview/people,42\n'])
    await expect(benchmarks).toHaveText(/^\s*State\s+1 value\s+Remove\s*$/)
    expect(await findings(page)).toEqual([])
    await events.getByRole('button', { name: 'Done' }).press('Enter')

    await page.getByRole('tab', { name: 'Report' }).click()
    const preview = page.getByRole('group', { name: 'Preview of the report' })
    await expect(preview.getByRole('heading', { name: 'Chronic conditions' })).toBeVisible()
    await expect(preview.getByText('Counts of 1 to 10 people are shown as <11')).toBeAttached()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the report' }).press('Enter')
    ])
    expect(download.suggestedFilename()).toBe('quality.html')

    // The same as PNG pictures, each with its text.
    await page.getByLabel('Form', { exact: true }).selectOption('Pictures (PNG) in a zip')
    const [pictures] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the report' }).press('Enter')
    ])
    const files = await entriesOf(readFileSync(await pictures.path()))
    expect([...files.keys()].toSorted()).toEqual(['01.png', '01.txt', '02.png', '02.txt', 'definitions.html'])
    // A picture by its signature, at twice the size that a report has.
    const png = Buffer.from(files.get('01.png')!)
    expect([png.subarray(1, 4).toString(), png.readUInt32BE(16)]).toEqual(['PNG', 1800])
    expect(new TextDecoder().decode(files.get('01.txt'))).toMatch(/^Chronic conditions/)
  })

  test('a board begins with a template, and is one of the user’s own', async ({ loaded: page }) => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Boards' }).press('Enter')
    await page.getByRole('button', { name: /^Cost and use of hospitals/ }).press('Enter')
    await expect(page.getByRole('heading', { name: 'Cost and use of hospitals', level: 1 })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Type of service' }).getByRole('img').first()).toBeVisible()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'More about Type of service' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Remove from the board' }).press('Enter')
    await expect(page.getByRole('region', { name: 'Type of service' })).toHaveCount(0)
  })
}
