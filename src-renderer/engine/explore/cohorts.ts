import { AppError } from '#shared/app-error.ts'
import { countBits, emptyBitset, hasBit, setBit, ordinalsOf, type Bitset } from '../base/kernels/bitset.ts'
import { emptyCodes } from '../base/kernels/codes.ts'
import type { Dimension } from '../population/selection/dimension.ts'
import type { PopulationView } from '../population/selection/population.ts'
import { patientKeys } from '../tables/model/patient-keys.ts'
import type { DescribedColumn } from '../tables/model/sql-columns.ts'
import type { TableSource } from '../tables/model/table-source.ts'
import { findResource, idAt } from '../store/model/id-column.ts'

/** A fixed set of people with a name. */
export interface Cohort {
  /** The dimension of the population filter is `cohort:<id>`. */
  readonly id: string
  readonly title: string
  readonly people: number
  /** People of it who are not in these data, where it was saved with other data of the same source. */
  readonly missing: number
}

/** A cohort that outlives the data it was made of. */
export interface SavedCohort {
  readonly id: string
  readonly title: string
  /** Ids of the Patient resources. */
  readonly keys: readonly string[]
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
  /** The ids of its people, and of those who are missing here. @throws AppError `not-found` */
  keys(id: string): readonly string[]
  /** Brings a cohort back under its id, with those of its people who are here. */
  restore(saved: SavedCohort): Cohort
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

interface Entry {
  readonly cohort: Cohort
  readonly people: Bitset
  /** Ids of its people who are not in these data. */
  readonly absent: readonly string[]
}

/** @param newId gives a fresh id; a cohort's id is never used twice */
export function createCohorts(population: PopulationView, newId: () => string): Cohorts {
  const { store } = population
  const kept = new Map<string, Entry>()

  function found(id: string): Entry {
    const one = kept.get(id)
    if (one === undefined) throw new AppError('not-found', 'This cohort is gone. Choose another one.')
    return one
  }

  function add(title: string, members: Bitset, id = newId(), absent: readonly string[] = []): Cohort {
    const cohort = { id, title, people: countBits(members), missing: absent.length }
    kept.set(id, { cohort, people: members, absent })
    population.add(cohortDimension(cohort, members, store.patients))
    return cohort
  }

  /** The people of some ids, and the ids of which there is nobody here. */
  function match(keys: readonly string[]): { readonly members: Bitset; readonly absent: readonly string[] } {
    const members = emptyBitset(store.patients)
    const absent: string[] = []
    for (const key of new Set(keys)) {
      const patient = findResource(store, 'Patient', key)
      if (patient === undefined) absent.push(key)
      else setBit(members, patient)
    }
    return { members, absent }
  }

  return {
    list: () => Array.from(kept.values(), ({ cohort }) => cohort),
    people: (id) => found(id).people,
    add,
    addKeys(title, keys) {
      const { members, absent } = match(keys)
      return { cohort: add(title, members), unknown: absent.length }
    },
    keys(id) {
      const { people: members, absent } = found(id)
      const ids = store.resources.get('Patient')?.ids
      const here = ids === undefined ? [] : Array.from(ordinalsOf(members), (patient) => idAt(ids, patient))
      return [...here.filter((key) => key !== undefined), ...absent]
    },
    restore({ id, title, keys }) {
      const { members, absent } = match(keys)
      population.remove(`cohort:${id}`)
      return add(title, members, id, absent)
    },
    combine(title, operation, left, right) {
      const words = left.map((word, index) => {
        const other = right[index]!
        return operation === 'and' ? word & other : operation === 'or' ? word | other : word & ~other
      })
      return add(title, words)
    },
    rename(id, title) {
      const { cohort, people: members, absent } = found(id)
      const renamed = { ...cohort, title }
      kept.set(id, { cohort: renamed, people: members, absent })
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
      all.forEach(({ cohort, people: members }, index) => {
        which.fill(index, first, first + cohort.people)
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
