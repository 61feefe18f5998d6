import { describe, expect, it } from 'vitest'
import { runChecks } from '#engine/population/checks/run-checks.ts'
import { checkResult } from '#engine/population/panels/data/checks.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { openSynthea } from '../load/open-synthea.ts'
import { onlyShard } from '#engine/shards/shard.ts'

const opened = await openSynthea()

describe.runIf(opened !== undefined)('data checks of a Synthea export', () => {
  // The body of a suite that is skipped runs all the same.
  const outcomes = opened === undefined ? [] : [...runChecks([onlyShard(opened.store)])]
  const found = (id: string): [number, number] => {
    const { checked, failed } = outcomes.find(({ check }) => check.id === id)!
    return [checked, failed]
  }

  it('count what SQL over the same tables counts', () => {
    const { figure } = opened!
    const numeric = 'value IS NOT NULL AND unit IS NOT NULL AND code IS NOT NULL'
    const byUnit = `SELECT code, lower(unit), count(*) AS n FROM observation WHERE ${numeric} GROUP BY 1, 2`
    const unusual = `SELECT sum(n) - (SELECT sum(m) FROM (SELECT max(n) AS m FROM (${byUnit}) GROUP BY code)) FROM (${byUnit})`
    expect(found('one-unit/observation')).toEqual([
      figure(`SELECT count(*) FROM observation WHERE ${numeric}`),
      figure(unusual)
    ])
    const duplicated = `SELECT count(*) AS n FROM medication_request WHERE authored_on IS NOT NULL
      GROUP BY patient_id, code, authored_on, status, intent, medication_id`
    expect(found('duplicate/medication_request')[1]).toBe(figure(`SELECT sum(n - 1) FROM (${duplicated})`))
    expect(found('after-death/encounter')[1]).toBe(
      figure(
        `SELECT count(*) FROM encounter e JOIN patient p ON p.id = e.patient_id
         WHERE date(e.period_start) > date(p.deceased_at)`
      )
    )
  })

  it('open exactly the rows that failed', () => {
    const { store } = opened!
    const population = populationOf(store, shippedRegistries)
    const results = outcomes.map((outcome) => checkResult(store, shippedRegistries, outcome))
    expect(results.some(({ verdict }) => verdict === 'fails')).toBe(true)
    for (const { id, failed } of results)
      expect([id, resolveRows(population, failed.rows!).length]).toEqual([id, failed.value])
  })
})
