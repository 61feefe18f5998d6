import { codeListSource } from '#engine/cohorts/events/code-lists.ts'
import { COHORT_FORMAT, type CohortDefinition, type CohortNode } from '#engine/cohorts/definition/cohort-definition.ts'
import { createCohorts, type Cohorts, type CohortSettings } from '#engine/cohorts/members/cohorts.ts'
import { ordinalsOf } from '#engine/base/kernels/bitset.ts'
import { resultFactor } from '#engine/cql/elm/units/result-units.ts'
import { populationOf, type PopulationView } from '#engine/population/selection/population.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainTables } from '../selection/plain-store.ts'
import { allPeople } from '#engine/population/people/all-people.ts'

export const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
export const loinc = 'http://loinc.org'
export const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
export const asOf = day('2026-10-31')

/** Cohorts over a few people, whose ids are single letters in the order of the alphabet. */
export interface FewPeople {
  readonly population: PopulationView
  readonly cohorts: Cohorts
  /** Letters of the people, and after a slash those who cannot be told. */
  readonly who: (node: CohortNode | readonly CohortNode[], rest?: Partial<CohortDefinition>, date?: number) => string
}

/** A definition of some steps. */
export function definitionOf(steps: readonly CohortNode[], rest: Partial<CohortDefinition> = {}): CohortDefinition {
  return { format: COHORT_FORMAT, title: 'Test', steps, ...rest }
}

/** Makes people of plain rows. */
export function fewPeople(tables: PlainTables, settings: CohortSettings = {}): FewPeople {
  const population = populationOf(plainStore(tables), shippedRegistries)
  const lists = codeListSource(population.index.registries, [
    { url: 'urn:list', name: 'List', codes: new Map([[icd, new Set(['E11.9'])]]) }
  ])
  const all = { lists, unitFactor: resultFactor, ...settings }
  const cohorts = createCohorts(allPeople(population), () => all)
  const letters = (tables['patient'] ?? []).map(({ id }) => String(id)).sort()
  return {
    population,
    cohorts,
    who(node, rest = {}, date = asOf) {
      const steps = 'type' in node ? [node] : node
      const { people, unknown } = cohorts.evaluator.evaluate(definitionOf(steps, rest), date)
      const text = (set: Uint32Array): string => Array.from(ordinalsOf(set), (person) => letters[person]).join('')
      return text(unknown) === '' ? text(people) : `${text(people)}/${text(unknown)}`
    }
  }
}
