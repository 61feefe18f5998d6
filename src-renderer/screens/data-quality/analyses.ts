import { commonMessages as common } from '#messages/common.ts'
import { screensDataQualityMessages as m } from '#messages/screens/data-quality.ts'
import { addMonths, monthStart } from '#engine/base/fhir/calendar.ts'
import type { Day, RowSelector } from '#engine/base/figures/filter.ts'
import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import type { ReadingFigure } from '#engine/population/panels/data/figure-reads.ts'
import type { Summary } from '#engine/population/panels/results/summary-result.ts'
import type { Route } from '../../state/navigation/route.ts'

/** Something that is computed from the data, with the figure that reads what all of its figures read. */
export interface Analysis {
  readonly id: string
  readonly label: string
  readonly route: Route
  readonly reads: ReadingFigure
}

/** Months of the trend of cost, which the screen shows. */
const COST_MONTHS = 36

/** Analyses besides registries, measures and cost, by the ids of their definitions. */
const others: readonly { readonly id: string; readonly label: string; readonly route: Route }[] = [
  { id: 'utilisation/emergency', label: common.emergencyVisits, route: { screen: 'cost', tab: 'use' } },
  { id: 'utilisation/readmission', label: m.readmissionsWithin30Days, route: { screen: 'cost', tab: 'use' } },
  { id: 'risk/charlson', label: m.comorbidityScores, route: { screen: 'risk', tab: 'scores' } },
  { id: 'risk/cms-hcc', label: m.cmsHcc, route: { screen: 'risk', tab: 'hcc' } }
]

/**
 * What can be computed from the data: registries with members, measures that can run and of which a rate can be told, cost, use and
 * risk; of all data.
 * @param asOf last day with data
 */
export function analysesOf(
  registries: Summary['registries'],
  measures: readonly InstalledMeasure[],
  asOf: Day
): readonly Analysis[] {
  const reading = (
    definition: ReadingFigure['definition'],
    rows: readonly Pick<RowSelector, 'table' | 'filters' | 'where'>[] = []
  ): ReadingFigure => ({ definition, asOf, filters: [], rows: rows.map((each) => ({ ...each, asOf })) })
  const costSince = addMonths(monthStart(asOf), 1 - COST_MONTHS)
  return [
    ...registries.flatMap(({ id, title, people }): readonly Analysis[] =>
      people === undefined || people === 0
        ? []
        : [
            {
              id: `registry/${id}`,
              label: m.registryTitle(title),
              route: { screen: 'registry', id, tab: 'summary' },
              reads: reading({ id: `registry/${id}/prevalence`, text: '' }, [
                { table: 'patient', filters: [{ dimension: `registry:${id}`, values: ['yes'] }], where: [] }
              ])
            }
          ]
    ),
    ...measures.flatMap(({ id, title, content, runnable, rates }): readonly Analysis[] => {
      const rate = rates.find(({ cannotCompute }) => cannotCompute === undefined)
      if (!runnable || rate === undefined) return []
      const key = `${id}/${rate.id}`
      return [
        {
          id: `measure/${id}`,
          label: title,
          route: { screen: 'measure', rate: key, tab: 'summary' },
          reads: reading({ id: `quality/${key}`, text: '', registered: { kind: 'measure', id, hash: content } })
        }
      ]
    }),
    {
      id: 'cost',
      label: m.costPerMemberPerMonth(COST_MONTHS),
      route: { screen: 'cost', tab: 'summary' },
      reads: reading({ id: 'cost/month', text: '' }, [
        { table: 'explanation_of_benefit', filters: [], where: [{ column: '@day', from: costSince, to: asOf }] }
      ])
    },
    ...others.map(({ id, label, route }): Analysis => ({ id, label, route, reads: reading({ id, text: '' }) }))
  ]
}
