import { enginePopulationPanelsOverviewMessages as m } from '#messages/engine/population/panels/overview.ts'
import { defined } from '#shared/language/defined.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { dayBins } from '../../../base/kernels/day-bins.ts'
import { binRows, countPeopleBins, joinPeopleBins, type PeopleBins } from '../../../base/kernels/people-bins.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import type { Table } from '../../../store/model/store.ts'
import { peopleByPeriod } from './encounter-series.ts'
import { countFigure } from '../base/figures.ts'
import type { OverviewPanel } from '../results/overview-result.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import { addLists, sumShards, type View } from '../base/view.ts'

const definition: Definition = {
  id: 'overview/coverage',
  version: '1.0.0',
  title: m.dataByTypeAndMonth,
  text: m.rowsOfEachTableByThe,
  sources: []
}

/** Tables that are lines of another one; they would count the same thing twice. */
const parts = /_(component|item)$/

/** What the rows of each table are called, in the plural. */
const labels: Readonly<Record<string, string>> = {
  allergy_intolerance: m.allergiesIntolerances,
  appointment: m.appointments,
  care_plan: m.carePlans,
  care_team: m.careTeams,
  claim: m.claims,
  claim_diagnosis: m.claimDiagnoses,
  claim_procedure: m.claimProcedures,
  condition: m.conditions,
  consent: m.consents,
  coverage: m.coverages,
  device: m.devices,
  diagnostic_report: m.diagnosticReports,
  document_reference: m.documentReferences,
  encounter: m.encounters,
  encounter_diagnosis: m.encounterDiagnoses,
  explanation_of_benefit: m.explanationsOfBenefit,
  explanation_of_benefit_diagnosis: m.diagnosesOfExplanationsOfBenefit,
  explanation_of_benefit_procedure: m.proceduresOfExplanationsOfBenefit,
  imaging_study: m.imagingStudies,
  immunization: m.immunizations,
  medication_dispense: m.medicationDispenses,
  medication_request: m.medicationRequests,
  observation: m.observations,
  patient: m.patients,
  procedure: m.procedures
}

/** A table of which the catalog says nothing goes by its name. */
function tableLabel(name: string): string {
  return labels[name] ?? sentenceCase(name.replaceAll('_', ' '))
}

function lastDayOf(table: Table, asOf: number): number {
  const days = defined(table.day)
  let last = NO_DAY
  for (let row = 0; row < days.length; row++) if (days[row]! <= asOf && days[row]! > last) last = days[row]!
  return last
}

/** Rows of some tables, as groups, by month, and the last day of each up to the date. */
interface RowsByMonth {
  readonly bins: PeopleBins
  readonly lastDays: readonly number[]
}

/** Prepared once for each shard and date. @param names at least one */
function rowsByMonth(
  { population, store, asOf }: View,
  names: readonly string[],
  months: readonly Period[]
): RowsByMonth {
  return population.prepared('rows-by-month', String(asOf), () => {
    const tables = names.map((name) => store.table(name))
    const { binOf, starts } = dayBins(months)
    const size = { people: store.patients, groups: 1, bins: months.length }
    const ofTables = tables.map((table) => {
      const rows = { offsets: defined(table.patientOffsets), days: defined(table.day) }
      return binRows(size, rows, { first: starts[0]!, binOf })
    })
    return { bins: joinPeopleBins(ofTables), lastDays: tables.map((table) => lastDayOf(table, asOf)) }
  })
}

/** Rows by table and month. */
export function dataCoverage(view: View): OverviewPanel['coverage'] {
  const provenance = view.provenance(definition)
  const months = monthsUpTo(view.asOf, 36, view.span.first)
  const names = [...view.store.tables.values()].flatMap(({ name, isAboutPeople, hasDays }) =>
    isAboutPeople && hasDays && !parts.test(name) && rowsInPopulation(view.store, name) > 0 ? [name] : []
  )
  const rows = sumShards(
    view,
    (shard) => {
      if (names.length === 0) return []
      const { bins, lastDays } = rowsByMonth(shard, names, months)
      const counts = countPeopleBins(bins, peopleByPeriod(shard, months))
      return lastDays.map((last, table) => ({
        counts: counts.slice(table * months.length, (table + 1) * months.length),
        last
      }))
    },
    (left, right) =>
      left.map(({ counts, last }, index) => ({
        counts: addLists(counts, right[index]!.counts),
        last: Math.max(last, right[index]!.last)
      }))
  )
  const types = names.map((name, index) => {
    const { counts, last } = rows[index]!
    return {
      table: name,
      label: tableLabel(name),
      counts: months.map((month, bin) =>
        countFigure(
          counts[bin]!,
          'events',
          {
            table: name,
            asOf: month.end,
            filters: view.filters,
            where: [{ column: '@day', from: month.start, to: month.end }]
          },
          provenance
        )
      ),
      lastDay: last === NO_DAY ? undefined : last
    }
  })
  // A table without any day, such as coverages inside of claims, has no place on a time axis.
  const dated = types.filter((each) => each.lastDay !== undefined)
  return { months: months.map((month) => ({ at: month.start, label: month.label })), types: dated, provenance }
}
