import { AppError } from '#shared/app-error.ts'
import { countBits, emptyBitset, hasBit, setBit, ordinalsOf, type Bitset } from '../kernels/bitset.ts'
import { emptyCodes } from '../kernels/codes.ts'
import type { Dimension } from '../selection/dimension.ts'
import type { Population } from '../selection/population.ts'
import { patientKeys } from '../sql/patient-keys.ts'
import type { DescribedColumn } from '../sql/sql-columns.ts'
import type { TableSource } from '../sql/table-source.ts'
import { findResource } from '../store/id-column.ts'

/** A fixed set of people with a name. */
export interface Cohort {
  /** The dimension of the population filter is `cohort:<id>`. */
  readonly id: string
  readonly title: string
  readonly people: number
}

/** How two cohorts make a third: in both, in either, in the first and not in the second. */
export const cohortOperations = ['and', 'or', 'not'] as const
export type CohortOperation = (typeof cohortOperations)[number]

/** The cohorts of one population. Each is a dimension of it, so that filters can name it. */
export interface Cohorts {
  list(): readonly Cohort[]
  /** @throws AppError `not-found` */
  people(id: string): Bitset
  add(title: string, people: Bitset): Cohort
  /** People by the ids of their Patient resources; ids that are not here are left out and counted. */
  addKeys(title: string, keys: readonly string[]): { readonly cohort: Cohort; readonly unknown: number }
  combine(title: string, operation: CohortOperation, left: Bitset, right: Bitset): Cohort
  rename(id: string, title: string): Cohort
  remove(id: string): void
  /** `cohort_member`: one row per cohort and person. */
  table(): TableSource
}

const columns: readonly DescribedColumn[] = [
  { name: 'cohort', kind: 'dictionary', description: 'Id of the cohort.' },
  { name: 'title', kind: 'dictionary', description: 'Name of the cohort.' },
  { name: 'patient_id', kind: 'reference', description: 'Id of the person.' }
]

/** @param newId gives a fresh id; a cohort's id is never used twice */
export function createCohorts(population: Population, newId: () => string): Cohorts {
  const { store } = population
  const kept = new Map<string, { readonly cohort: Cohort; readonly people: Bitset }>()

  function found(id: string): { readonly cohort: Cohort; readonly people: Bitset } {
    const one = kept.get(id)
    if (one === undefined) throw new AppError('not-found', 'This cohort is gone. Choose another one.')
    return one
  }

  function add(title: string, members: Bitset): Cohort {
    const cohort = { id: newId(), title, people: countBits(members) }
    kept.set(cohort.id, { cohort, people: members })
    population.add(cohortDimension(cohort, members, store.patients))
    return cohort
  }

  return {
    list: () => Array.from(kept.values(), ({ cohort }) => cohort),
    people: (id) => found(id).people,
    add,
    addKeys(title, keys) {
      const members = emptyBitset(store.patients)
      let unknown = 0
      for (const key of new Set(keys)) {
        const patient = findResource(store, 'Patient', key)
        if (patient === undefined) unknown++
        else setBit(members, patient)
      }
      return { cohort: add(title, members), unknown }
    },
    combine(title, operation, left, right) {
      const words = left.map((word, at) => {
        const other = right[at]!
        return operation === 'and' ? word & other : operation === 'or' ? word | other : word & ~other
      })
      return add(title, words)
    },
    rename(id, title) {
      const { cohort, people: members } = found(id)
      const renamed = { ...cohort, title }
      kept.set(id, { cohort: renamed, people: members })
      population.remove(`cohort:${id}`)
      population.add(cohortDimension(renamed, members, store.patients))
      return renamed
    },
    remove(id) {
      found(id)
      kept.delete(id)
      population.remove(`cohort:${id}`)
    },
    table() {
      const all = [...kept.values()]
      const rows = all.reduce((sum, { cohort }) => sum + cohort.people, 0)
      const which = new Int32Array(rows)
      const patients = new Int32Array(rows)
      let first = 0
      all.forEach(({ cohort, people: members }, at) => {
        which.fill(at, first, first + cohort.people)
        patients.set(ordinalsOf(members), first)
        first += cohort.people
      })
      return {
        name: 'cohort_member',
        group: 'Derived',
        description: 'Who is in which cohort of the Explore screen.',
        rows,
        columns,
        read: (column) =>
          column === 'patient_id'
            ? patientKeys(store, patients)
            : {
                kind: 'dictionary',
                codes: which,
                values: all.map(({ cohort }) => (column === 'cohort' ? cohort.id : cohort.title))
              }
      }
    }
  }
}

function cohortDimension({ id, title }: Cohort, people: Bitset, patients: number): Dimension {
  return {
    id: `cohort:${id}`,
    label: /^cohort\b/i.test(title) ? title : `Cohort ${title}`,
    group: 'People',
    hidden: false,
    fixed: true,
    values: [
      { value: 'no', label: 'Outside' },
      { value: 'yes', label: 'Inside' }
    ],
    codes: () => {
      const codes = emptyCodes(patients, 2)
      for (let patient = 0; patient < patients; patient++) codes[patient] = hasBit(people, patient) ? 1 : 0
      return codes
    }
  }
}
