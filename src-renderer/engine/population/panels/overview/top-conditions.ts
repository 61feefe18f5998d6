import { diagnosedPeople, type DiagnosedPeople } from '../../claims/diagnosed-people.ts'
import { namedCode } from '../../registries/code-name.ts'
import { windowStart } from '../../registries/control-band.ts'
import { CLAIM_DIAGNOSIS_MONTHS, claimDiagnosisDimensionId } from '../../selection/claim-diagnosis-dimension.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { countBits, hasBit } from '../../../base/kernels/bitset.ts'
import { conditionStates } from '../../registries/condition-state.ts'
import { diagnosisDimensionId } from '../../selection/diagnosis-dimension.ts'
import { plainDisplay } from '../../selection/plain-display.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { OverviewPanel } from '../results/overview-result.ts'
import type { View } from '../base/view.ts'

const byChart: Definition = {
  id: 'overview/conditions',
  version: '1.0.0',
  title: 'Most frequent diagnoses',
  text:
    'People in view with at least one diagnosis of the code that is active on the date: begun, not ended, confirmed or ' +
    'without a verification status. The first coding of each Condition counts.',
  sources: []
}

const byClaims: Definition = {
  id: 'overview/claim-diagnoses',
  version: '1.0.0',
  title: 'Most frequent diagnoses on claims',
  text:
    `People in view with at least one claim in the ${CLAIM_DIAGNOSIS_MONTHS} months up to the date that carries the code, in any position. ` +
    'Denied and cancelled claims do not count, nor do claims for nothing but laboratory, imaging, ambulance, equipment or ' +
    'home oxygen. The data hold no Condition.',
  sources: []
}

const shown = 20

/** Codes of active diagnoses by the people who have them; by claims where the data hold no Condition. */
export function topConditions(view: View): OverviewPanel['conditions'] {
  const table = view.store.tables.get('condition')
  const claimed = (table?.rows ?? 0) === 0 ? diagnosedPeople(view.store) : undefined
  if (claimed !== undefined) return ranked(view, peopleByClaims(view, claimed), byClaims, claimDiagnosisDimensionId)
  return ranked(view, peopleByChart(view), byChart, diagnosisDimensionId)
}

/** People in view per concept who were given it on a claim in the last months. */
function peopleByClaims({ store, asOf, people }: View, { patient, day, concept }: DiagnosedPeople): Int32Array {
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
  counts: Int32Array,
  definition: Definition,
  dimensionId: (system: string, code: string) => string
): OverviewPanel['conditions'] {
  const provenance = view.provenance(definition)
  const { asOf, people, store } = view
  const { concepts } = store
  const total = countBits(people)
  const top = [...counts.keys()]
    .filter((id) => counts[id]! > 0)
    .sort((left, right) => counts[right]! - counts[left]! || (concepts.codes[left]! < concepts.codes[right]! ? -1 : 1))
    .slice(0, shown)
  const rows = top.map((id) => {
    const system = concepts.systems[id]!
    const code = concepts.codes[id]!
    const rowsOf = peopleRows(asOf, [...view.peopleFilters, filterOn(dimensionId(system, code), 'yes')])
    return {
      code,
      system,
      label: plainDisplay(system, concepts.displays[id]!) || namedCode(view.population.index.registries, system, code),
      figure: shareFigure(counts[id]!, total, rowsOf, provenance)
    }
  })
  return { isByClaims: definition === byClaims, rows, provenance }
}
