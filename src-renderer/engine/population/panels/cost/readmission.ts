import type { Definition, Figure } from '../../../base/figures/figure.ts'
import { hasBit, type Bitset } from '../../../base/kernels/bitset.ts'
import { windowStart } from '../../registries/control-band.ts'
import type { Day, Filter } from '../../../base/figures/filter.ts'
import { inpatientStays, READMISSION_DAYS, readmissionRule, stayOutcomes } from '../../selection/inpatient-stays.ts'
import { shareFigure } from '../base/figures.ts'
import type { View } from '../base/view.ts'

const readmitted = stayOutcomes.indexOf('readmitted')
const notReadmitted = stayOutcomes.indexOf('not-readmitted')

const definition: Definition = {
  id: 'utilisation/readmission',
  version: '1.0.0',
  title: 'Readmitted within 30 days',
  text: `Of the inpatient stays that ended in the 12 months up to ${READMISSION_DAYS} days before the date. ${readmissionRule}`,
  sources: [
    {
      title: 'Hospital-wide all-cause unplanned readmission: the same window, without its adjustments',
      publisher: 'Centers for Medicare & Medicaid Services'
    },
    { title: 'Interval of a proportion: Wilson score', publisher: 'J Am Stat Assoc 22: 209-212', year: 1927 }
  ]
}

/** The discharges that a rate of a date is about: each is followed up for 30 days. */
function dischargeWindow(asOf: Day): { readonly from: Day; readonly to: Day } {
  const to = asOf - READMISSION_DAYS
  return { from: windowStart(to, 12), to }
}

/** Index stays of a window and those readmitted, in total over `people`, or over anybody when nothing is filtered. */
function countStays(view: View, people: Bitset | undefined, from: Day, to: Day): readonly [number, number] {
  const stays = inpatientStays(view.store)
  const patient = view.store.tables.get('encounter')?.patient
  let index = 0
  let back = 0
  stays?.rows.forEach((row, at) => {
    if (stays.last[at]! < from || stays.last[at]! > to) return
    if (people !== undefined && (patient![row]! < 0 || !hasBit(people, patient![row]!))) return
    if (stays.outcome[at] === readmitted) back++
    if (stays.outcome[at] === readmitted || stays.outcome[at] === notReadmitted) index++
  })
  return [index, back]
}

/** The share of stays of the people who match `filters` that were followed by another. @param asOf date of the rate */
export function readmissionFigure(view: View, asOf: Day, filters: readonly Filter[] = view.filters): Figure {
  const { from, to } = dischargeWindow(asOf)
  const people = filters.length === 0 ? undefined : view.population.select(view.asOf, filters)
  const [index, back] = countStays(view, people, from, to)
  const rows = {
    table: 'encounter',
    asOf: view.asOf,
    filters,
    where: [
      { column: '@stay', in: [stayOutcomes[readmitted]!] },
      { column: 'period_end', from, to }
    ]
  }
  return { ...shareFigure(back, index, rows, view.provenance(definition)), opens: back }
}
