import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { defined } from '#shared/language/defined.ts'
import { windowStart } from '../../registries/control-band.ts'
import { anyStay, stayEnd } from '../../rows/derived-columns.ts'
import { hospitalStays } from '../../stays/inpatient-stays.ts'
import type { ReadmissionScope } from '../../stays/readmissions.ts'
import type { Figure } from '../../../base/figures/figure.ts'
import { countFigure } from '../base/figures.ts'
import type { KeyFigure } from '../results/shapes.ts'
import { monthsUpTo } from '../base/periods.ts'
import { useKeyFigure, useSeries } from '../base/use-rates.ts'
import { useEnd } from '../base/use-time.ts'
import type { View } from '../base/view.ts'
import { hospitalReadmissions, hospitalStayRows } from './hospitals.ts'
import { lengthBands, lengthsOfStay } from './length-of-stay.ts'
import { defaultScope, readmissionFigures } from './readmission.ts'
import { sinceRecords } from '../base/records-begin.ts'
import { readmissionGroups, useGroups } from './use-groups.ts'
import type { UsePanel } from '../results/use-result.ts'

const trendMonths = 24
const seriesMonths = 36

/** Emergency visits, stays, their length, and readmissions; empty when the data hold neither encounters nor claims. */
export function useKeyFigures(view: View, scope: ReadmissionScope = defaultScope): KeyFigure[] {
  const emergency = useKeyFigure(view, view.filters, 'emergency')
  const inpatient = useKeyFigure(view, view.filters, 'inpatient')
  if (emergency === undefined || inpatient === undefined) return []
  const { end: last } = useEnd(view)
  const ends = [...monthsUpTo(last, trendMonths, view.span.first).map(({ end }) => end), last]
  const length = lengthsOfStay(view, ends)
  // Without a stay that could be told there is none to follow.
  const { missing } = inpatient.figure
  const { figures, planned } = readmissionFigures(view, ends, scope)
  return [
    emergency,
    inpatient,
    {
      id: 'length-of-stay',
      label: m.averageLengthOfStay,
      figure: withReason(defined(length.figures.at(-1)), missing),
      note: length.median === undefined ? m.noStayEndedIn12Months : m.daysMedianMedianDays(length.median),
      trend: length.figures.slice(0, -1)
    },
    {
      id: 'readmission',
      label: m.readmittedWithin30Days,
      figure: withReason(defined(figures.at(-1)), missing),
      note: m.notRiskAdjustedPlanned(planned === 0 ? '' : m.plannedReturnsNotCounted(planned)),
      trend: figures.slice(0, -1)
    }
  ]
}

function withReason(figure: Figure, missing: string | undefined): Figure {
  return missing === undefined
    ? figure
    : { value: undefined, unit: figure.unit, missing, provenance: figure.provenance }
}

/** Why the data do not tell visits or stays. */
function missingOf(emergency: KeyFigure | undefined, inpatient: KeyFigure | undefined): UsePanel['missing'] {
  const reasonOf = (key: KeyFigure | undefined): string | undefined =>
    key === undefined ? m.theDataContainNoCare : key.figure.missing
  const [visits, stays] = [reasonOf(emergency), reasonOf(inpatient)]
  return {
    ...(visits === undefined ? {} : { emergency: visits }),
    ...(stays === undefined ? {} : { inpatient: stays })
  }
}

function seriesOfUse(view: View): Pick<UsePanel, 'emergency' | 'inpatient'> {
  const months = monthsUpTo(view.asOf, seriesMonths, view.span.first)
  return {
    emergency: sinceRecords(view, useSeries(view, view.filters, 'emergency', months)),
    inpatient: sinceRecords(view, useSeries(view, view.filters, 'inpatient', months))
  }
}

/** Visits and stays over time. */
export function useSeriesPart(view: View): Pick<UsePanel, 'emergency' | 'inpatient' | 'missing'> {
  const [emergency, inpatient] = (['emergency', 'inpatient'] as const).map((kind) =>
    useKeyFigure(view, view.filters, kind)
  )
  return { ...seriesOfUse(view), missing: missingOf(emergency, inpatient) }
}

function withoutGroups({ id, label, figure }: KeyFigure): UsePanel['groups'][number] {
  return { id, title: label, overall: figure, groups: [], provenance: figure.provenance }
}

/** What the tab about use draws. */
export function usePanel(view: View, scope: ReadmissionScope = defaultScope): UsePanel {
  const { asOf, filters } = view
  const keyFigures = useKeyFigures(view, scope)
  const [emergency, inpatient, , readmission] = keyFigures
  const { end: to } = useEnd(view)
  const from = windowStart(to, 12)
  const { byLength, figures } = lengthsOfStay(view, [to])
  const { provenance } = figures[0]!
  const table = hospitalStays(view.store)?.table.name ?? 'encounter'
  const missing = missingOf(emergency, inpatient)
  return {
    keyFigures,
    ...seriesOfUse(view),
    missing,
    groups:
      emergency === undefined || readmission === undefined
        ? []
        : [
            ...useGroups(view, [
              { rate: 'emergency', overall: emergency.figure },
              { rate: 'inpatient', overall: defined(inpatient).figure }
            ]),
            missing.inpatient === undefined
              ? readmissionGroups(view, scope, readmission.figure)
              : withoutGroups(readmission)
          ],
    hospitals: {
      readmissions: missing.inpatient === undefined ? hospitalReadmissions(view, scope) : undefined,
      stays: hospitalStayRows(view, to)
    },
    lengths: lengthBands.map(({ from: min, to: max, label }) => {
      const where = [
        anyStay,
        { column: '@days', from: min, ...(max === undefined ? {} : { to: max }) },
        { column: stayEnd, from, to }
      ]
      let count = 0
      for (const [days, stays] of byLength) if (days >= min && days <= (max ?? Infinity)) count += stays
      return {
        id: String(min),
        label,
        figure: countFigure(count, 'events', { table, asOf, filters, where }, provenance)
      }
    })
  }
}
