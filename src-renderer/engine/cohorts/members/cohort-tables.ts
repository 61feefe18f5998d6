import { engineCohortsMembersMessages as m } from '#messages/engine/cohorts/members.ts'
import { ordinalsOf } from '../../base/kernels/bitset.ts'
import { NO_DAY, precisions } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { Column } from '../../store/model/column.ts'
import { peopleIds } from '../../population/panels/person/people-facts.ts'
import { peopleKeys } from '../../tables/model/join-columns.ts'
import type { DescribedColumn } from '../../tables/model/sql-columns.ts'
import { dictionaryOf, type TableSource } from '../../tables/model/table-source.ts'
import type { Cohorts } from './cohorts.ts'

const cohortColumns: readonly DescribedColumn[] = [
  { name: 'cohort', kind: 'dictionary', description: m.idOfTheCohort },
  { name: 'title', kind: 'dictionary', description: m.nameOfTheCohort },
  { name: 'people', kind: 'integer', description: m.peopleInItOnTheAs },
  {
    name: 'cannot_be_told',
    kind: 'integer',
    description: m.peopleOfWhomTheDataCannot
  },
  { name: 'definition', kind: 'dictionary', description: m.itsDefinitionAsJSONListsOf }
]

const memberColumns: readonly DescribedColumn[] = [
  { name: 'cohort', kind: 'dictionary', description: m.idOfTheCohort },
  { name: 'title', kind: 'dictionary', description: m.nameOfTheCohort },
  { name: 'patient_id', kind: 'reference', description: m.idOfThePerson },
  {
    name: 'index_date',
    kind: 'date',
    description: m.dayOfTheEventByWhich
  }
]

/** `cohort` and `cohort_member`: the cohorts and who is in them on a date. */
export function cohortTables(cohorts: Cohorts, asOf: Day): readonly TableSource[] {
  return [cohortTable(cohorts, asOf), memberTable(cohorts, asOf)]
}

function cohortTable(cohorts: Cohorts, asOf: Day): TableSource {
  const saved = cohorts.saved()
  return {
    name: 'cohort',
    group: 'Derived',
    description: m.theSavedCohorts,
    rows: saved.length,
    columns: cohortColumns,
    read(column): Column {
      if (column === 'people' || column === 'cannot_be_told') {
        const all = cohorts.list(asOf)
        return {
          kind: 'integer',
          values: Int32Array.from(all, (cohort) => (column === 'people' ? cohort.people : cohort.unknown))
        }
      }
      return dictionaryOf(
        saved.map(({ id, definition }) =>
          column === 'cohort'
            ? id
            : column === 'title'
              ? definition.title
              : JSON.stringify(definition, (key, value: unknown) => (key === 'ids' ? undefined : value))
        )
      )
    }
  }
}

function memberTable(cohorts: Cohorts, asOf: Day): TableSource {
  const all = cohorts.saved().map(({ id, definition }) => {
    const { people, index } = cohorts.evaluate(id, asOf)
    return { id, title: definition.title, members: ordinalsOf(people), index }
  })
  const rows = all.reduce((sum, { members }) => sum + members.length, 0)
  const cohort = new Int32Array(rows)
  const patients = new Int32Array(rows)
  const days = new Int32Array(rows).fill(NO_DAY)
  let first = 0
  all.forEach(({ members, index }, place) => {
    cohort.fill(place, first, first + members.length)
    patients.set(members, first)
    if (index !== undefined) members.forEach((patient, position) => (days[first + position] = index[patient]!))
    first += members.length
  })
  const day = precisions.indexOf('day')
  return {
    name: 'cohort_member',
    group: 'Derived',
    description: m.whoIsInWhichSavedCohort,
    rows,
    columns: memberColumns,
    read(column): Column {
      if (column === 'patient_id') return peopleKeys(peopleIds(cohorts.evaluator.population), patients)
      if (column === 'index_date')
        return { kind: 'date', days, precision: Uint8Array.from(days, (each) => (each === NO_DAY ? 0 : day)) }
      return {
        kind: 'dictionary',
        codes: cohort,
        values: all.map(({ id, title }) => (column === 'cohort' ? id : title))
      }
    }
  }
}
