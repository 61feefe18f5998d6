import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import { countBits, ordinalsOf } from '../../base/kernels/bitset.ts'
import { eligibilityText } from '../../measures/definition/eligibility.ts'
import type { MeasureRun } from '../../measures/run/measure-run.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import { peopleIds } from '../../population/panels/person/people-facts.ts'
import type { Column } from '../../store/model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { dateTimeParts, parseDateTime } from '../../base/fhir/dates.ts'
import { peopleKeys } from '../model/join-columns.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import type { TableSource } from '../model/table-source.ts'

/** What `measure_result` is. */
export const measureResultTable: {
  readonly name: string
  readonly description: string
  readonly columns: readonly DescribedColumn[]
} = {
  name: 'measure_result',
  description: m.whoIsInWhichPopulationOf,
  columns: [
    { name: 'patient_id', kind: 'reference', description: m.idOfThePerson },
    { name: 'measure', kind: 'dictionary', description: m.canonicalAddressOfTheMeasure },
    { name: 'title', kind: 'dictionary', description: m.nameOfTheMeasure },
    { name: 'version', kind: 'dictionary', description: m.versionOfTheMeasure },
    { name: 'period_start', kind: 'date', description: m.firstDayOfTheMeasurementPeriod },
    { name: 'period_end', kind: 'date', description: m.lastDayOfTheMeasurementPeriod },
    {
      name: 'as_of',
      kind: 'date',
      description: m.recordsUpToThisDayCount
    },
    {
      name: 'eligibility',
      kind: 'dictionary',
      description: m.whetherAVisitInThePeriod
    },
    { name: 'rate', kind: 'dictionary', description: m.idOfTheGroupOfThe },
    {
      name: 'population',
      kind: 'dictionary',
      description: m.initialPopulationDenominatorDenominatorExclusionDenominator
    },
    { name: 'count', kind: 'integer', description: m.casesOfThePersonInIt }
  ]
}

/** One population of one result, and where its rows begin. */
interface Part {
  readonly run: MeasureRun
  readonly group: MeasureRun['groups'][number]
  readonly population: MeasureRun['groups'][number]['populations'][number]
  readonly first: number
}

/** The table `measure_result`, by result, rate and population, then by patient. */
export function measureResults(population: AllPeople, runs: readonly MeasureRun[]): TableSource {
  const parts: Part[] = []
  let rows = 0
  for (const run of runs) {
    for (const group of run.groups) {
      for (const population of group.populations) {
        parts.push({ run, group, population, first: rows })
        rows += countBits(population.members)
      }
    }
  }
  const filled = (valueOf: (part: Part, place: number) => number): Int32Array => {
    const values = new Int32Array(rows)
    parts.forEach((part, place) => values.fill(valueOf(part, place), part.first, parts[place + 1]?.first ?? rows))
    return values
  }
  const texts = (textOf: (part: Part) => string | undefined): Column => ({
    kind: 'dictionary',
    codes: filled((part, place) => (textOf(part) === undefined ? -1 : place)),
    values: parts.map((part) => textOf(part) ?? '')
  })
  const days = (textOf: (part: Part) => string): Column => {
    const values = filled((part) => dayOf(textOf(part)))
    return { kind: 'date', days: values, precision: Uint8Array.from(values, (day) => (day === NO_DAY ? 0 : 3)) }
  }
  const perPerson = (valueOf: (part: Part, patient: number) => number): Int32Array => {
    const values = new Int32Array(rows)
    for (const part of parts)
      ordinalsOf(part.population.members).forEach((patient, index) => {
        values[part.first + index] = valueOf(part, patient)
      })
    return values
  }
  return {
    ...measureResultTable,
    group: 'Derived',
    rows,
    read(column): Column {
      switch (column) {
        case 'patient_id':
          return peopleKeys(
            peopleIds(population),
            perPerson((_, patient) => patient)
          )
        case 'measure':
          return texts(({ run }) => run.key.measure)
        case 'title':
          return texts(({ run }) => run.title)
        case 'version':
          return texts(({ run }) => run.key.version)
        case 'period_start':
          return days(({ run }) => run.key.period.start)
        case 'period_end':
          return days(({ run }) => run.key.period.end)
        case 'as_of':
          return days(({ run }) => run.key.period.asOf ?? '')
        case 'eligibility':
          return texts(({ run }) => eligibilityText(run.key.period.eligibility) ?? '')
        case 'rate':
          return texts(({ group }) => group.id)
        case 'population':
          return texts(({ population }) => population.code)
        default:
          return {
            kind: 'integer',
            values: perPerson(({ population }, patient) => population.counts?.[patient] ?? 1)
          }
      }
    }
  }
}

const dateParts = dateTimeParts()

function dayOf(text: string): number {
  return parseDateTime(text, dateParts) ? dateParts.day : NO_DAY
}
