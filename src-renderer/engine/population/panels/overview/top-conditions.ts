import { enginePopulationPanelsOverviewMessages as m } from '#messages/engine/population/panels/overview.ts'
import { defined } from '#shared/language/defined.ts'
import { claimTables } from '../../claims/claim-tables.ts'
import { diagnosedPeople } from '../../claims/diagnosed-people.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import type { Store } from '../../../store/model/store.ts'
import { namedCode } from '../../registries/code-name.ts'
import { windowStart } from '../../registries/control-band.ts'
import { CLAIM_DIAGNOSIS_MONTHS, claimDiagnosisDimensionId } from '../../selection/claim-diagnosis-dimension.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { conditionStates } from '../../registries/condition-state.ts'
import { diagnosisDimensionId } from '../../selection/diagnosis-dimension.ts'
import { plainDisplay } from '../../selection/plain-display.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { OverviewPanel } from '../results/overview-result.ts'
import { countMatching, sumShards, type View } from '../base/view.ts'

const byChart: Definition = {
  id: 'overview/conditions',
  version: '1.0.0',
  title: m.mostFrequentDiagnoses,
  text: m.peopleInViewWithAtLeast,
  sources: []
}

const byClaims: Definition = {
  id: 'overview/claim-diagnoses',
  version: '1.0.0',
  title: m.mostFrequentDiagnosesOnClaims,
  text: m.peopleInViewWithAtLeastOne(CLAIM_DIAGNOSIS_MONTHS),
  sources: []
}

const shown = 20

/** A code with the people in view who have it. */
interface CodedPeople {
  readonly system: string
  readonly code: string
  readonly display: string
  readonly people: number
}

/** Codes of active diagnoses by the people who have them; by claims where the data hold no Condition. */
export function topConditions(view: View): OverviewPanel['conditions'] {
  const isByClaims = rowsInPopulation(view.store, 'condition') === 0 && claimTables(view.store) !== undefined
  const counted = sumShards(
    view,
    (shard) => named(shard.store, countPeople(shard, isByClaims ? givenByClaims(shard) : activeByChart(shard))),
    addPeople
  )
  return isByClaims
    ? ranked(view, counted, byClaims, claimDiagnosisDimensionId)
    : ranked(view, counted, byChart, diagnosisDimensionId)
}

/** Counts of concepts by what these are. */
function named({ concepts }: Store, counts: Int32Array): ReadonlyMap<string, CodedPeople> {
  const found = new Map<string, CodedPeople>()
  counts.forEach((people, id) => {
    if (people === 0) return
    const [system, code, display] = [concepts.systems[id]!, concepts.codes[id]!, concepts.displays[id]!]
    found.set(`${system}|${code}`, { system, code, display, people })
  })
  return found
}

function addPeople(
  left: ReadonlyMap<string, CodedPeople>,
  right: ReadonlyMap<string, CodedPeople>
): ReadonlyMap<string, CodedPeople> {
  const sums = new Map(left)
  for (const [key, each] of right) sums.set(key, { ...each, people: each.people + (sums.get(key)?.people ?? 0) })
  return sums
}

/** Concepts that people have: those of person p are at `[offsets[p], offsets[p + 1])`, each once. */
interface PeopleConcepts {
  readonly offsets: Int32Array
  readonly concepts: Int32Array
}

/** Puts concepts in the order of the people, each once. @param visit names who has which; called twice */
function conceptsOfPeople(
  people: number,
  size: number,
  visit: (has: (person: number, concept: number) => void) => void
): PeopleConcepts {
  const offsets = new Int32Array(people + 1)
  visit((person) => offsets[person + 1]!++)
  for (let person = 0; person < people; person++) offsets[person + 1]! += offsets[person]!
  const next = offsets.slice()
  const all = new Int32Array(offsets[people]!)
  visit((person, concept) => (all[next[person]!++] = concept))
  // The last person that had each concept: nobody has one twice.
  const lastSeen = new Int32Array(size).fill(-1)
  let count = 0
  let start = 0
  for (let person = 0; person < people; person++) {
    const end = offsets[person + 1]!
    for (let index = start; index < end; index++) {
      if (lastSeen[all[index]!] === person) continue
      lastSeen[all[index]!] = person
      all[count++] = all[index]!
    }
    start = end
    offsets[person + 1] = count
  }
  return { offsets, concepts: all.slice(0, count) }
}

/** Concepts that people of a shard were given on a claim in the last months up to the date; prepared once. */
function givenByClaims({ population, store, asOf }: View): PeopleConcepts {
  return population.prepared('claimed-diagnoses', String(asOf), () => {
    const { patient, day, concept } = defined(diagnosedPeople(store))
    const from = windowStart(asOf, CLAIM_DIAGNOSIS_MONTHS)
    return conceptsOfPeople(store.patients, store.concepts.size, (has) => {
      for (let index = 0; index < concept.length; index++)
        if (day[index]! >= from && day[index]! <= asOf) has(patient[index]!, concept[index]!)
    })
  })
}

/** Concepts that people of a shard have as active diagnoses on the date; prepared once. */
function activeByChart({ population, store, asOf }: View): PeopleConcepts {
  return population.prepared('active-diagnoses', String(asOf), () => {
    const table = store.tables.get('condition')
    return conceptsOfPeople(store.patients, store.concepts.size, (has) => {
      if (table?.patient === undefined) return
      const states = conditionStates(table)
      const ids = table.column('code', 'concept').ids
      for (let row = 0; row < table.rows; row++) {
        if (table.patient[row]! < 0 || ids[row]! < 0 || states.counts[row] === 0) continue
        if (states.start[row]! <= asOf && asOf < states.end[row]!) has(table.patient[row]!, ids[row]!)
      }
    })
  })
}

/** People in view per concept. */
function countPeople({ store, people }: View, { offsets, concepts }: PeopleConcepts): Int32Array {
  const counts = new Int32Array(store.concepts.size)
  for (let person = 0; person < store.patients; person++) {
    if (!hasBit(people, person)) continue
    for (let index = offsets[person]!; index < offsets[person + 1]!; index++) counts[concepts[index]!]!++
  }
  return counts
}

/** The most frequent of them. */
function ranked(
  view: View,
  counted: ReadonlyMap<string, CodedPeople>,
  definition: Definition,
  dimensionId: (system: string, code: string) => string
): OverviewPanel['conditions'] {
  const provenance = view.provenance(definition)
  const { asOf } = view
  const total = countMatching(view, asOf, view.peopleFilters)
  const top = [...counted.values()]
    .sort(
      (left, right) =>
        right.people - left.people || compare(left.code, right.code) || compare(left.system, right.system)
    )
    .slice(0, shown)
  const rows = top.map(({ system, code, display, people }) => {
    const rowsOf = peopleRows(asOf, [...view.peopleFilters, filterOn(dimensionId(system, code), 'yes')])
    return {
      code,
      system,
      label: plainDisplay(system, display) || namedCode(view.population.index.registries, system, code),
      figure: shareFigure(people, total, rowsOf, provenance)
    }
  })
  return { isByClaims: definition === byClaims, rows, provenance }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
