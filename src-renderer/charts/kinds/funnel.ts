import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import { nouns } from '#messages/nouns.ts'
import type { Funnel, FunnelRow } from '#engine/population/panels/results/funnel-result.ts'
import type { Format } from '../../ui/format/format.ts'
import type { TableCell } from '../../ui/copy/delimited.ts'
import { axisText } from '../parts/axis-text.ts'
import { sentences } from '../parts/describe.ts'
import { drawnValue, figureLines, rateCells, rateColumns, withComplement } from '../parts/figure-lines.ts'
import { dot, linePlot, ring } from '../parts/line-parts.ts'
import { filtersOf } from '../parts/marks.ts'
import { withheldLast } from '../parts/withheld-last.ts'
import { bottomAxis, crisp, horizontal, lineThrough, valueAxis, vertical } from '../model/plot.ts'
import { niceScale } from '../model/scale.ts'
import type { Point } from '../model/scene.ts'
import type { ChartModel } from '../model/chart-model.ts'

/** Below this, a practice or hospital is too small to be ranked. */
export const RELIABLE = 0.7

/** Where a practice lies, in words. */
function describePlace(row: FunnelRow): string {
  if (row.outside !== undefined) return row.outside === 'above' ? m.aboveTheLimits : m.belowTheLimits
  return m.withinTheLimits
}

function reliabilityCell({ reliability }: FunnelRow, hidden: boolean): TableCell {
  return hidden ? { text: '–', value: '' } : { text: reliability.toFixed(2), value: Number(reliability.toPrecision(6)) }
}

const sizeNames: Readonly<Record<Funnel['sizes'], string>> = {
  people: m.peopleInText,
  stays: m.staysInText,
  'person-years': m.personYearsInText
}

/** Practices or hospitals by size, all of them as a dashed line, between limits that narrow with size: who differs from all? */
export function funnelChart(funnel: Funnel, given: Format): ChartModel {
  const { overall } = funnel
  const { unit } = overall
  // All of them are known, so that a single one that is withheld is what the others leave.
  const figures = funnel.rows.map(({ figure }) => figure)
  const format = withComplement(given, [{ of: unit === 'proportion' ? 'groups' : 'parts', figures, whole: overall }])
  const rows = withheldLast(funnel.rows, format)
  const values = rows.map(({ figure }) => drawnValue(figure, format))
  const everyone = drawnValue(overall, format)
  // Limits around a value that is suppressed would tell it.
  const around = everyone === undefined ? [] : funnel.limits
  const sizes = rows.map(({ figure }) => figure.denominator ?? 0)
  // Where the axis and the limits end would tell the size of a unit that is withheld.
  const shownSizes = sizes.filter((_, i) => values[i] !== undefined)
  const [min, max] = [Math.min(...shownSizes), Math.max(1, ...shownSizes)]
  const limits = shownSizes.length === rows.length ? around : around.filter(({ of }) => of >= min && of <= max)
  const tops = limits.map(({ upper }) => upper)
  // The limits of the smallest would dwarf the others.
  const reach = 1.4 * Math.max(...values.map((value) => value ?? 0), everyone ?? 0)
  const scale = niceScale(
    [...values, everyone, ...limits.flatMap(({ lower, upper }) => [lower, Math.min(upper, reach)])].filter(
      (value) => value !== undefined
    )
  )
  const across = niceScale([0, max], 'always', 5, funnel.sizes !== 'person-years')
  const unitLabel = funnel.units === 'practices' ? common.practice : m.hospital
  const units = format.quantity(rows.length, funnel.units === 'practices' ? nouns.practice : nouns.hospital)
  const outside = rows.filter((row, i) => row.outside !== undefined && values[i] !== undefined)
  return {
    marks: rows.map((row) => ({
      key: row.unit,
      title: row.label,
      lines: [
        ...figureLines(row.figure, format),
        ...(drawnValue(row.figure, format) === undefined
          ? []
          : [describePlace(row), m.reliabilityOf(row.reliability.toFixed(2))])
      ],
      figure: row.figure,
      filters: filtersOf(row.figure)
    })),
    pointing: 'near',
    stride: 1,
    legend: [
      { label: unitLabel, shape: 'dot', tone: 'main' },
      { label: m.reliabilityBelowReliable(RELIABLE), shape: 'ring', tone: 'ref' },
      ...(limits.length === 0 ? [] : [{ label: m.limits, shape: 'line', tone: 'ref' } as const]),
      { label: m.allValue(format.figure(overall).text), shape: 'dashed', tone: 'ref' }
    ],
    table: {
      columns: [
        { label: unitLabel, numeric: false },
        ...rateColumns,
        { label: m.reliability, numeric: true },
        { label: m.againstAll, numeric: false }
      ],
      rows: rows.map((row) => {
        const { hidden } = format.figure(row.figure)
        return [
          { text: row.label },
          ...rateCells(row.figure, format),
          reliabilityCell(row, hidden),
          { text: hidden ? '–' : describePlace(row) }
        ]
      })
    },
    sentence:
      everyone === undefined
        ? m.unitsAndAllOfThemSuppressed(funnel.title, units)
        : m.unitsOutsideOfTheLimitsAround(
            funnel.title,
            units,
            outside.length === 0 ? common.none : outside.map(({ label }) => label).join(', '),
            format.figure(overall).text
          ),
    note: sentences(
      m.across(sizeNames[funnel.sizes]),
      tops.some((top) => top > scale.max) ? m.limitsOfSmallUnitsGoOn(unitLabel) : ''
    ),
    minHeight: 150,
    scene(tokens, size) {
      const box = linePlot(size, scale, unit, 18, format)
      const x = horizontal(across, box)
      const y = vertical(scale, box)
      const line = (read: (limit: Funnel['limits'][number]) => number): (Point | undefined)[] =>
        limits.map((limit) => {
          const value = read(limit)
          return value < scale.min || value > scale.max ? undefined : [x(limit.of), y(value)]
        })
      const shapes = [
        ...valueAxis(scale, box, (value) => axisText(value, unit, scale, format), tokens),
        ...bottomAxis(across, box, (value) => format.count(value), tokens),
        ...lineThrough(
          line(({ lower }) => lower),
          { stroke: tokens.ref, lineWidth: 1.25 }
        ),
        ...lineThrough(
          line(({ upper }) => upper),
          { stroke: tokens.ref, lineWidth: 1.25 }
        ),
        ...(everyone === undefined
          ? []
          : lineThrough(
              [
                [box.x, crisp(y(everyone))],
                [box.x + box.width, crisp(y(everyone))]
              ],
              { stroke: tokens.ref, lineWidth: 1.25, dash: [5, 3] }
            ))
      ]
      rows.forEach((row, i) => {
        const value = values[i]
        if (value === undefined) return
        const fill =
          row.outside === undefined ? tokens.main : row.outside === funnel.better ? tokens.improve : tokens.concern
        shapes.push(
          row.reliability < RELIABLE && row.outside === undefined
            ? ring(x(sizes[i]!), y(value), tokens)
            : dot(x(sizes[i]!), y(value), 4.5, tokens, fill)
        )
      })
      return {
        shapes,
        places: values.map((value, i) => ({ x: x(value === undefined ? 0 : sizes[i]!), y: y(value ?? scale.min) }))
      }
    }
  }
}
