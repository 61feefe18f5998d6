import type { Definition } from '../../../base/figures/figure.ts'
import { countBits, hasBit } from '../../../base/kernels/bitset.ts'
import { conditionStates } from '../../registries/condition-state.ts'
import { diagnosisDimensionId } from '../../selection/diagnosis-dimension.ts'
import { plainDisplay } from '../../selection/plain-display.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { OverviewPanel } from '../results/overview-result.ts'
import type { View } from '../base/view.ts'

const definition: Definition = {
  id: 'overview/conditions',
  version: '1.0.0',
  title: 'Most frequent diagnoses',
  text:
    'People in view with at least one diagnosis of the code that is active on the date: begun, not ended, confirmed or ' +
    'without a verification status. The first coding of each Condition counts.',
  sources: []
}

const shown = 20

/** Codes of active diagnoses by the people who have them. */
export function topConditions(view: View): OverviewPanel['conditions'] {
  const provenance = view.provenance(definition)
  const { store, asOf, people } = view
  const table = store.tables.get('condition')
  if (table?.patient === undefined) return { rows: [], provenance }
  const { concepts } = store
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
  const total = countBits(people)
  const top = [...counts.keys()]
    .filter((id) => counts[id]! > 0)
    .sort((left, right) => counts[right]! - counts[left]! || (concepts.codes[left]! < concepts.codes[right]! ? -1 : 1))
    .slice(0, shown)
  const rows = top.map((id) => {
    const system = concepts.systems[id]!
    const code = concepts.codes[id]!
    const rowsOf = peopleRows(asOf, [...view.peopleFilters, filterOn(diagnosisDimensionId(system, code), 'yes')])
    return {
      code,
      system,
      label: plainDisplay(system, concepts.displays[id]!) || code,
      figure: shareFigure(counts[id]!, total, rowsOf, provenance)
    }
  })
  return { rows, provenance }
}
