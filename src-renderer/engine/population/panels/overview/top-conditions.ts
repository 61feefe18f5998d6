import { enginePopulationPanelsOverviewMessages as m } from '#messages/engine/population/panels/overview.ts'
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
    (shard) => named(shard.store, isByClaims ? peopleByClaims(shard) : peopleByChart(shard)),
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

/** People in view per concept who were given it on a claim in the last months. */
function peopleByClaims({ store, asOf, people }: View): Int32Array {
  const { patient, day, concept } = diagnosedPeople(store)!
  const from = windowStart(asOf, CLAIM_DIAGNOSIS_MONTHS)
  const counted = new Set<number>()
  const counts = new Int32Array(store.concepts.size)
  for (let at = 0; at < concept.length; at++) {
    const key = concept[at]! * store.patients + patient[at]!
    if (day[at]! < from || day[at]! > asOf || !hasBit(people, patient[at]!) || counted.has(key)) continue
    counted.add(key)
    counts[concept[at]!]!++
  }
  return counts
}

/** People in view per concept who have it as an active diagnosis. */
function peopleByChart(view: View): Int32Array {
  const { store, asOf, people } = view
  const table = store.tables.get('condition')
  const { concepts } = store
  if (table?.patient === undefined) return new Int32Array(concepts.size)
  const states = view.population.once('condition-states', () => conditionStates(table))
  const ids = table.column('code', 'concept').ids
  const counts = new Int32Array(concepts.size)
  // Rows come person by person, so that remembering the last person per code counts everyone once.
  const lastCounted = new Int32Array(concepts.size).fill(-1)
  for (let row = 0; row < table.rows; row++) {
    const patient = table.patient[row]!
    const id = ids[row]!
    if (patient < 0 || id < 0 || lastCounted[id] === patient || !hasBit(people, patient)) continue
    if (states.counts[row] === 0 || states.start[row]! > asOf || asOf >= states.end[row]!) continue
    lastCounted[id] = patient
    counts[id]!++
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
