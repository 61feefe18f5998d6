import { commonMessages as common } from '#messages/common.ts'
import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { defined } from '#shared/language/defined.ts'
import type { ColumnTest, Filter, RowSelector } from '../../../base/figures/filter.ts'
import type { Definition, Figure, Provenance } from '../../../base/figures/figure.ts'
import { claimsThatCount } from '../../claims/paid-claims.ts'
import { serviceTypeRule, serviceTypes } from '../../claims/service-types.ts'
import { chartOutcomes, claimOutcomes, reconciliationRule } from '../../reconcile/outcomes.ts'
import { rowCodeLabel, rowCodeRule } from '../../reconcile/row-codes.ts'
import { missingSide, type MissingSide } from '../../reconcile/match-visits.ts'
import { authorizationTimes } from './authorization-times.ts'
import { windowStart } from '../../registries/control-band.ts'
import { countFigure, filterOn, shareFigure } from '../base/figures.ts'
import type { View } from '../base/view.ts'
import type { ReconciledSide, ReconciliationPanel } from '../results/reconciliation-result.ts'
import { countKey, medianOf, reconciledCounts, type ReconciledCounts } from './reconciled-counts.ts'
import { registrySources } from './registry-sources.ts'

const sources: Definition['sources'] = [
  {
    title: m.aHarmonizedDataQualityAssessmentTerminology,
    publisher: m.kahnAndOthersEGEMs41,
    year: 2016
  },
  { title: m.intervalOfAProportionWilsonScore, publisher: m.jAmStatAssoc22209, year: 1927 }
]

/** Words for the classes of encounters (HL7 v3-ActCode). */
const classWords: Readonly<Record<string, string>> = {
  AMB: m.ambulatory,
  EMER: m.emergency,
  IMP: m.inpatient,
  ACUTE: m.inpatientAcute,
  OBSENC: m.observationStay,
  HH: m.home,
  VR: m.virtual
}

/** Values of a group that are shown, those with the most rows. */
const maxValues = 50

/** How the rows of a side are named, counted and grouped. */
interface Side {
  readonly id: ReconciledSide['id']
  readonly title: string
  readonly table: 'explanation_of_benefit' | 'encounter'
  readonly column: '@chart' | '@claim'
  readonly where: readonly ColumnTest[]
  readonly outcomes: readonly { readonly value: string; readonly label: string; readonly about: string }[]
  readonly groups: readonly {
    readonly id: string
    readonly label: string
    readonly labelOf: (value: string) => string
    /** Names the rows of a value, by a test or by who the person is. */
    readonly namesRows: (value: string) => ColumnTest | Filter
  }[]
}

const missingWords: Readonly<Record<MissingSide, string>> = {
  claims: m.theDataContainNoClaimsOf,
  encounters: m.theDataContainNoEncountersOf,
  both: m.theDataContainNeitherClaimsOf,
  days: m.noEncounterTookPlaceOn
}

/** Final claims without the chart and encounters without a claim, in the 12 months up to the date. */
export function reconciliationPanel(view: View): ReconciliationPanel {
  const [from, to] = [windowStart(view.asOf, 12), view.asOf]
  const side = missingSide(view.store)
  const missing = side === undefined ? undefined : missingWords[side]
  const counts = reconciledCounts(view, from, to)
  const definition = (id: string, title: string, text: string): Provenance =>
    view.provenance({ id: `reconciliation/${id}`, version: '1.0.0', title, text, sources })
  const sideOf = (side: Side): ReconciledSide => {
    const provenance = definition(
      side.id,
      side.title,
      m.inThe12MonthsUpTo(reconciliationRule, rowCodeRule, side.id === 'claims' ? ` ${serviceTypeRule}` : '')
    )
    const rowsOf = (outcomes: readonly string[], ...more: readonly (ColumnTest | Filter)[]): RowSelector => ({
      table: side.table,
      asOf: view.asOf,
      filters: [...view.filters, ...more.filter((each): each is Filter => 'dimension' in each)],
      where: [
        ...side.where,
        { column: side.column, in: [...outcomes] },
        { column: '@day', from, to },
        ...more.filter((each): each is ColumnTest => 'column' in each)
      ]
    })
    const [found, ...others] = side.outcomes.map(({ value }) => value)
    const count = (...key: readonly (string | number)[]): number => counts.get(countKey(side.id, ...key)) ?? 0
    const total = (...key: readonly (string | number)[]): number =>
      side.outcomes.reduce((sum, _, outcome) => sum + count(...key, outcome), 0)
    return {
      id: side.id,
      title: side.title,
      matched: shareFigure(count(0), total(), rowsOf([defined(found)]), provenance),
      outcomes: side.outcomes.map(({ value, label, about }, outcome) => ({
        id: value,
        label,
        about,
        figure: countFigure(count(outcome), 'events', rowsOf([value]), provenance)
      })),
      groups: side.groups.map(({ id, label, labelOf, namesRows }) => {
        const values = valuesOf(counts, side.id, id)
          .map((value) => ({ value, all: total(id, value) }))
          .sort((left, right) => right.all - left.all)
        return {
          id,
          label,
          more: Math.max(0, values.length - maxValues),
          rows: values.slice(0, maxValues).map(({ value, all }) => {
            const figure = shareFigure(all - count(id, value, 0), all, rowsOf(others, namesRows(value)), provenance)
            return { id: value, label: labelOf(value), figure }
          })
        }
      }),
      provenance
    }
  }
  const lagProvenance = definition('lag', m.daysFromServiceToClaim, m.daysFromTheFirstDayOf)
  return {
    missing,
    period: { from, to },
    sides: missing === undefined ? sidesOf(view).map(sideOf) : [],
    lag: { rows: lagRows(view, counts, from, to, lagProvenance), provenance: lagProvenance },
    authorizations: authorizationTimes(view, from, to),
    registries: registrySources(view)
  }
}

function sidesOf({ population, store }: View): readonly Side[] {
  const code = (label: string): Side['groups'][number] => ({
    id: 'code',
    label,
    labelOf: (value) => rowCodeLabel(store, value),
    namesRows: (value) => ({ column: '@code', in: [value] })
  })
  const labelIn =
    (dimension: string) =>
    (value: string): string =>
      population.dimension(dimension).values.find((each) => each.value === value)?.label ?? common.notKnownCapitalized
  const practice = {
    id: 'practice',
    label: m.practiceOfThePerson,
    labelOf: labelIn('practice'),
    namesRows: (value: string) => filterOn('practice', value)
  }
  return [
    {
      id: 'claims',
      title: m.claimsWithoutTheChart,
      table: 'explanation_of_benefit',
      column: '@chart',
      where: claimsThatCount,
      outcomes: chartOutcomes,
      groups: [
        {
          id: 'service',
          label: m.typeOfService,
          labelOf: (value) => serviceTypes.find((each) => each.value === value)?.label ?? value,
          namesRows: (value) => ({ column: '@service', in: [value] })
        },
        code(m.firstDiagnosisOfTheClaim),
        {
          id: 'payer',
          label: m.payerOfTheClaim,
          labelOf: (value) => (value === '' ? common.notKnownCapitalized : value),
          namesRows: (value) => ({ column: '@payer', in: [value] })
        },
        practice
      ]
    },
    {
      id: 'chart',
      title: m.chartWithoutAClaim,
      table: 'encounter',
      column: '@claim',
      where: [],
      outcomes: claimOutcomes,
      groups: [
        {
          id: 'class',
          label: m.classOfTheEncounter,
          labelOf: (value) => classWords[value.split('|')[1] ?? ''] ?? (value.split('|')[1] || common.notRecorded),
          namesRows: (value) => ({ column: 'class', in: [value] })
        },
        code(m.reasonOrTypeOfTheEncounter),
        {
          id: 'payer',
          label: m.payerOfThePerson,
          labelOf: labelIn('payer'),
          namesRows: (value) => filterOn('payer', value)
        },
        practice
      ]
    }
  ]
}

/** The values that a group has in the counts. */
function valuesOf(counts: ReconciledCounts, side: string, group: string): readonly string[] {
  const start = countKey(side, group, '')
  return [
    ...new Set([...counts.keys()].filter((key) => key.startsWith(start)).map((key) => key.split('\n')[2]!))
  ].sort()
}

function lagRows(
  view: View,
  counts: ReconciledCounts,
  from: number,
  to: number,
  provenance: Provenance
): ReconciliationPanel['lag']['rows'] {
  return serviceTypes.flatMap(({ value, label }) => {
    const start = countKey('lag', value, '')
    const days = [...counts]
      .flatMap(([key, count]) => (key.startsWith(start) ? [{ days: Number(key.slice(start.length)), count }] : []))
      .sort((left, right) => left.days - right.days)
    const all = days.reduce((sum, { count }) => sum + count, 0)
    if (all === 0) return []
    const where: readonly ColumnTest[] = [
      ...claimsThatCount,
      { column: '@service', in: [value] },
      { column: '@chart', in: [''], exclude: true },
      { column: '@day', from, to }
    ]
    const rows = { table: 'explanation_of_benefit', asOf: view.asOf, filters: view.filters, where }
    const within = days.reduce((sum, each) => sum + (each.days <= 30 ? each.count : 0), 0)
    const median: Figure = {
      value: medianOf(days, all),
      unit: 'days',
      denominator: all,
      opens: all,
      rows,
      provenance
    }
    return [{ id: value, label, median, within30: { ...shareFigure(within, all, rows, provenance), opens: all } }]
  })
}
