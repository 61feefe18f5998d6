import { engineMeasuresStarTablesMessages as m } from '#messages/engine/measures/star-tables.ts'
import * as v from 'valibot'
import { readStarTable, type StarTable } from './star-table.ts'

/** What the files of one year hold, as far as it matters for putting tables together. */
const PartC = v.looseObject({
  year: v.number(),
  measurementYear: v.number(),
  source: v.unknown(),
  measures: v.array(v.unknown()),
  minimums: v.unknown(),
  reward: v.unknown(),
  overallReward: v.unknown(),
  adjustments: v.unknown(),
  overallAdjustments: v.unknown()
})
const Plan = v.object({ measures: v.array(v.unknown()), reward: v.unknown(), adjustments: v.unknown() })
const PartD = v.looseObject({ 'ma-pd': Plan, pdp: Plan })

/**
 * Puts the tables of one year together: contracts with both parts, with Part C alone, and drug plans. The two parts of
 * a contract with both have their own cut points for Part D.
 * @param c, d, links contents of `2026-c.json`, `2026-d.json` and `links.json`
 * @throws AppError `invalid-input` when a table is not as it should be
 */
export function tablesOfYear(c: unknown, d: unknown, links: unknown): readonly StarTable[] {
  const partC = v.parse(PartC, c)
  const partD = v.parse(PartD, d)
  const { year, measurementYear, source, minimums } = partC
  const base = { year, measurementYear, source, minimums, links }
  const none: readonly number[] = []
  return [
    {
      ...base,
      id: `${year}-ma-pd`,
      title: m.starsHealthAndDrugPlan(year),
      measures: [...partC.measures, ...partD['ma-pd'].measures],
      reward: { overall: partC.overallReward, partC: partC.reward, partD: partD['ma-pd'].reward },
      adjustments: {
        overall: partC.overallAdjustments,
        partC: partC.adjustments,
        partD: partD['ma-pd'].adjustments
      }
    },
    {
      ...base,
      id: `${year}-ma`,
      title: m.starsHealthPlanWithoutDrugs(year),
      measures: partC.measures,
      reward: { partC: partC.reward },
      adjustments: { overall: none, partC: partC.adjustments, partD: none }
    },
    {
      ...base,
      id: `${year}-pdp`,
      title: m.starsDrugPlan(year),
      measures: partD.pdp.measures,
      reward: { partD: partD.pdp.reward },
      adjustments: { overall: none, partC: none, partD: partD.pdp.adjustments }
    }
  ].map(readStarTable)
}
