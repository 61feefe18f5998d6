import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeClaimsOnly } from '../support/claims-only.ts'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'

// Claims and chart where the data have one of the two only.
/** Only the process that runs the tests makes it; another one reads this file to list them. */
const folder = join(tmpdir(), `populus-one-source-${process.pid}`)
const [claims, chart] = [join(folder, 'claims'), join(folder, 'chart')]
const ids = Array.from({ length: 30 }, (_, index) => `p${index}`)

function writeLines(path: string, resources: readonly object[]): void {
  writeFileSync(path, resources.map((each) => `${JSON.stringify(each)}\n`).join(''))
}

// A worker that runs the tests of this file in two groups runs these once for each group.
test.beforeAll(() => {
  for (const each of [claims, chart]) mkdirSync(each, { recursive: true })
  writeClaimsOnly(claims)
  writeLines(
    join(chart, 'Patient.ndjson'),
    ids.map((id) => ({ resourceType: 'Patient', id, gender: 'female', birthDate: '1960-05-01' }))
  )
  writeLines(
    join(chart, 'Encounter.ndjson'),
    ids.map((id) => ({
      resourceType: 'Encounter',
      id: `visit-${id}`,
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: `Patient/${id}` },
      period: { start: '2026-05-04T09:00:00Z', end: '2026-05-04T09:30:00Z' }
    }))
  )
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

for (const [what, path, why] of [
  ['claims alone', claims, 'the data contain no encounters of the chart'],
  ['a chart alone', chart, 'the data contain no claims of a payer']
] as const) {
  test.describe(`with ${what}`, () => {
    test.use({ openPaths: [path] })
    test('Claims and chart says why there is nothing to compare, and what would be there', async ({ loaded: app }) => {
      await app.evaluate(() => void (location.hash = '#/cost/chart'))
      await expect(app.getByRole('heading', { name: `Claims and chart cannot be compared: ${why}` })).toBeVisible()
      await expect(app.getByRole('main')).toContainText('this tab shows what only one of them has and why')
      await expect(app.getByRole('main')).not.toContainText('cannot be computed: No')
      expect(await findings(app)).toEqual([])
    })
  })
}
