import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { textOf } from './quality-steps.ts'

/** Writes people for another site: half of them with hypertension, and enough of them to be counted outside of the program. */
function writeOtherSite(folder: string): string[] {
  const people = Array.from({ length: 60 }, (_, index) => ({
    resourceType: 'Patient',
    id: `other-${index}`,
    gender: index % 2 === 0 ? 'female' : 'male',
    birthDate: `${1940 + (index % 50)}-05-01`
  }))
  const conditions = people.slice(0, 30).map(({ id }) => ({
    resourceType: 'Condition',
    id: `hypertension-of-${id}`,
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }]
    },
    code: { coding: [{ system: 'http://snomed.info/sct', code: '38341003' }] },
    subject: { reference: `Patient/${id}` },
    recordedDate: '2026-03-02'
  }))
  return [people, conditions].map((resources) => {
    const path = join(folder, `${resources[0]!.resourceType}.ndjson`)
    writeFileSync(path, resources.map((each) => `${JSON.stringify(each)}\n`).join(''))
    return path
  })
}

async function openSharing(app: Page, tab: string): Promise<void> {
  await app.evaluate(() => (location.hash = '#/sharing'))
  await expect(app.getByRole('heading', { name: 'Sharing', level: 1 })).toBeVisible()
  await app.getByRole('tab', { name: tab }).click()
}

/** Packs for other sites, and theirs: with enough people for counts that may leave. Data of another site are open afterwards. */
export function sharingTests(): void {
  test('a pack of one site is compared at another one, and refused when a byte of it is another', async ({
    loaded: app
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'populus-site-'))
    try {
      await openSharing(app, 'Make a pack')
      await app.getByLabel('Series').fill('Network 2026')
      const saved = app.waitForEvent('download')
      await app.getByRole('button', { name: 'Make pack' }).click()
      const file = await saved
      expect(file.suggestedFilename()).toBe('network-2026-2026-10-31.pack.json')
      const text = await textOf(file)
      const { pack, seal } = JSON.parse(text) as {
        readonly pack: { readonly aggregates: readonly { readonly key: string; readonly people: number | string }[] }
        readonly seal: string
      }
      const made = app.getByRole('region', { name: 'What was made' })
      await expect(made).toContainText(seal.replace(/(.{4})(?=.)/g, '$1 '))
      // Numbers, and no row of a person.
      expect(pack.aggregates.length).toBeGreaterThan(20)
      expect(text).not.toMatch(/Patient\/|"birthDate"|subject/)
      expect(await findings(app)).toEqual([])

      await app.locator('input[type=file]').last().setInputFiles(writeOtherSite(folder))
      await expect(app.getByRole('group', { name: 'People in view' })).toContainText('60')
      await openSharing(app, 'Compare with a pack')
      const compare = async (content: string): Promise<void> => {
        const chooser = app.waitForEvent('filechooser')
        await app.getByRole('button', { name: 'Choose a pack' }).click()
        const file = { name: 'theirs.pack.json', mimeType: 'application/json', buffer: Buffer.from(content) }
        await (await chooser).setFiles(file)
      }
      const table = app.getByRole('table', { name: 'Theirs and ours' })
      const refused = app.getByRole('alert')
      const changed = 'The pack was changed after it was sealed: its seal does not fit. It is not used.'

      // One more person somewhere, in a file that is still one. Each refusal differs from the one before, so that none is taken
      // for the next.
      const digit = text.lastIndexOf('"people":1') + '"people":'.length
      await compare(`${text.slice(0, digit)}2${text.slice(digit + 1)}`)
      await expect(refused).toContainText(changed)
      // A whole pack that is not the one that was sent.
      await app.getByLabel('Seal from the sender').fill(`${seal.slice(1)}0`)
      await compare(text)
      await expect(refused).toContainText('The pack has another seal than the one that was given.')
      await compare(text.replace('{', '{ '))
      await expect(refused).toContainText(changed)
      await expect(table).toHaveCount(0)

      // The seal as somebody reads it out, in groups.
      await app.getByLabel('Seal from the sender').fill(seal.replaceAll(/.{8}/g, '$& '))
      await compare(text)
      const row = table.getByRole('row', { name: /^Hypertension/ }).first()
      const theirs = pack.aggregates.find(({ key }) => key === 'registry/hypertension')
      expect(theirs?.people).toBeGreaterThan(11)
      await expect(row.getByRole('cell').nth(1)).toHaveText(String(theirs?.people))
      await expect(row.getByRole('cell').nth(2)).toHaveText('30')
      await expect(row.getByRole('cell').nth(4)).toHaveText('50.0%')
      await expect(refused).toHaveCount(0)
      expect(await findings(app)).toEqual([])

      await app.getByRole('radio', { name: 'Different' }).check({ force: true })
      await expect(row.getByRole('cell').nth(5)).toHaveText(/^\+\d+\.\d \(\+/)
      const exported = app.waitForEvent('download')
      await app.getByRole('button', { name: 'Export as CSV' }).click()
      expect(readFileSync(await (await exported).path(), 'utf8')).toContain('Hypertension')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
