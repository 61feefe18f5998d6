import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'
import { openShell } from './shells.ts'

// Somebody whose role shows the people of one payer looks everywhere where people are.

const people = [
  ...['a', 'b', 'c'].map((id) => ({ id, family: 'Ashgrove', payer: 'North Plan' })),
  ...['d', 'e', 'f', 'g'].map((id) => ({ id, family: 'Birchwood', payer: 'South Plan' }))
]

/** People of two payers, each with diabetes and a visit. */
function writeData(folder: string): void {
  const resources = people.flatMap(({ id, family, payer }) => [
    { resourceType: 'Patient', id, name: [{ family, given: ['Ann'] }], gender: 'female', birthDate: '1960-05-05' },
    {
      resourceType: 'Coverage',
      id: `coverage-${id}`,
      status: 'active',
      beneficiary: { reference: `Patient/${id}` },
      payor: [{ display: payer }],
      period: { start: '2020-01-01' }
    },
    {
      resourceType: 'Condition',
      id: `condition-${id}`,
      subject: { reference: `Patient/${id}` },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }]
      },
      code: { coding: [{ system: 'http://snomed.info/sct', code: '44054006' }] },
      recordedDate: '2026-03-01'
    },
    {
      resourceType: 'Encounter',
      id: `encounter-${id}`,
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: `Patient/${id}` },
      period: { start: '2026-10-01', end: '2026-10-01' }
    }
  ])
  for (const [type, typeResources] of Map.groupBy(resources, ({ resourceType }) => resourceType))
    writeFileSync(
      join(folder, `${type}.ndjson`),
      typeResources.map((resource) => `${JSON.stringify(resource)}\n`).join('')
    )
}

/** Nothing on the page is about anybody of the other payer. */
async function expectOwnPeopleOnly(page: Page): Promise<void> {
  await expect(page.locator('body')).not.toContainText('Birchwood')
  await expect(page.locator('body')).not.toContainText('South Plan')
}

/** Runs a statement that counts something. @param counted such as `count(*) FROM patient` */
async function count(page: Page, counted: string): Promise<string> {
  // Each statement has a mark of its own, so that the answer of an earlier one is not taken for it.
  const mark = `mark_${createHash('sha256').update(counted).digest('hex').slice(0, 12)}`
  await page.getByRole('textbox', { name: 'SQL statement' }).fill(`SELECT '${mark}' AS mark, ${counted}`)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Enter')
  const row = page.getByRole('region', { name: 'Result' }).getByRole('row').filter({ hasText: mark }).last()
  await expect(row).toBeVisible()
  return row.getByRole('gridcell').last().innerText()
}

test('a role of one payer sees the people of that payer alone: tables, SQL, exports and boards', async ({
  shell,
  browserStarter
}) => {
  test.skip(shell !== 'loopback', 'policies of a test reach the browser host alone')
  const folder = mkdtempSync(join(tmpdir(), 'populus-limited-'))
  writeData(folder)
  const opened = await openShell(browserStarter, {
    shell,
    openPaths: [folder],
    settings: { runMeasures: false },
    policies: { Roles: [{ account: '*', role: 'quality-analyst', payers: ['North Plan'] }] }
  })
  if (opened === undefined) return
  const { page, problems } = opened
  try {
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 90_000 })
    await expect(page.getByText('3 people').first()).toBeVisible()
    await expectOwnPeopleOnly(page)

    await openScreen(page, 'Patients')
    await expect(page.getByRole('status').filter({ hasText: '3 people' })).toBeVisible()
    await page.getByRole('button', { name: 'Reveal' }).click()
    await page.getByRole('button', { name: 'Show for 10 minutes' }).click()
    await expect(page.getByRole('grid').getByRole('row').filter({ hasText: 'Ashgrove' })).toHaveCount(3)
    await expectOwnPeopleOnly(page)

    await openScreen(page, 'SQL')
    const tables = page.getByRole('complementary', { name: 'Tables' })
    await expect(tables.getByRole('button', { name: /^patient / })).toBeVisible()
    expect(await count(page, 'count(*) FROM patient')).toBe('3')
    for (const table of ['coverage', 'condition', 'encounter'])
      expect(await count(page, `count(DISTINCT patient_id) FROM ${table}`)).toBe('3')
    expect(await count(page, "count(*) FROM coverage WHERE payor_name LIKE '%South%'")).toBe('0')

    await page.getByRole('textbox', { name: 'SQL statement' }).fill('SELECT id FROM patient ORDER BY id')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('region', { name: 'Result' })).toContainText('3 rows')
    const download = page.waitForEvent('download')
    await page
      .getByRole('button', { name: /^Export/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'CSV' }).click()
    const text = readFileSync(await (await download).path(), 'utf8')
    expect(text).toMatch(/a\r\nb\r\nc/)
    expect(text).not.toMatch(/^[defg]\r?$/m)

    await openScreen(page, 'Overview')
    await page.getByRole('button', { name: 'More about Chronic conditions' }).click()
    await page.getByRole('menuitem', { name: 'Pin to a board…' }).click()
    await page.getByRole('dialog').getByLabel('Title of the board').fill('Quality')
    await page.keyboard.press('Enter')
    await openScreen(page, 'Boards')
    await page.getByRole('link', { name: 'Quality', exact: true }).click()
    const chronic = page.getByRole('region', { name: 'Chronic conditions' })
    await expect(chronic).toContainText('Diabetes')
    await expect(chronic).not.toContainText('7')
    await expectOwnPeopleOnly(page)
    expect(problems).toEqual([])
  } finally {
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a role that shows groups of people alone opens nobody behind a figure', async ({ shell, browserStarter }) => {
  test.skip(shell !== 'loopback', 'policies of a test reach the browser host alone')
  const folder = mkdtempSync(join(tmpdir(), 'populus-groups-'))
  writeData(folder)
  const opened = await openShell(browserStarter, {
    shell,
    openPaths: [folder],
    settings: { runMeasures: false },
    policies: { Roles: [{ account: '*', role: 'admin' }] }
  })
  if (opened === undefined) return
  const { page, problems } = opened
  try {
    await page.getByRole('button', { name: /^Open provenance of 7 people/ }).click({ timeout: 90_000 })
    const definition = page.getByRole('dialog', { name: /^People in view/ })
    await expect(definition).toContainText('Definition')
    await expect(definition.getByRole('button', { name: /^Open 7 people/ })).toHaveCount(0)
    await page.keyboard.press('Escape')
    await page.evaluate(() => {
      location.hash = '#/registry/diabetes/people'
    })
    await expect(page.getByRole('tab', { name: 'Definition' })).toBeVisible()
    await expect(page.getByRole('tab', { name: 'People' })).toHaveCount(0)
    await expect(page.getByText('does not include lists and records of people').first()).toBeVisible()
    await page.evaluate(() => {
      location.hash = '#/risk/lists'
    })
    await expect(page.getByText('does not include lists and records of people').first()).toBeVisible()
    for (const mask of ['A•••', 'B•••']) await expect(page.locator('body')).not.toContainText(mask)
    expect(problems).toEqual([])
  } finally {
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a viewer is told how data come, and changes nothing that is saved', async ({ shell, browserStarter }) => {
  test.skip(shell !== 'loopback', 'policies of a test reach the browser host alone')
  const policies = { Roles: [{ account: '*', role: 'viewer' }] }
  const opened = await openShell(browserStarter, { shell, openPaths: [], settings: {}, policies })
  if (opened === undefined) return
  const { page, problems } = opened
  try {
    await expect(page.getByRole('heading', { name: 'Nothing to open yet' })).toBeVisible()
    await expect(page.getByText('Your role, viewer, opens data that are saved on this computer')).toBeVisible()
    await openScreen(page, 'Snapshots')
    await expect(page.getByText('Nothing is saved')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Load data' })).toHaveCount(0)
    expect(problems).toEqual([])
  } finally {
    await opened.close()
  }
})
