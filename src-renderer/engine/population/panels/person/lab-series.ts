import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { Store } from '../../../store/model/store.ts'
import { conceptText } from './cell-text.ts'
import type { PatientPanel } from '../results/patient-result.ts'

type Lab = PatientPanel['labs'][number]
type Draft = Omit<Lab, 'points'> & { readonly points: Lab['points'][number][] }

/**
 * Numeric results of one person by code and unit, components such as blood pressures included; the most frequent first,
 * each oldest first. Results in another unit are a series of their own.
 */
export function labSeries(store: Store, patient: number): Lab[] {
  const { concepts } = store
  const series = new Map<string, Draft>()
  for (const name of ['observation', 'observation_component']) {
    const table = store.tables.get(name)
    if (table?.patientOffsets === undefined || table.day === undefined) continue
    const values = table.column('value', 'number').values
    const ids = table.column('code', 'concept').ids
    const units = table.column('unit', 'dictionary')
    for (let row = table.patientOffsets[patient]!; row < table.patientOffsets[patient + 1]!; row++) {
      const id = ids[row]!
      const value = values[row]!
      const day = table.day[row]!
      if (id < 0 || day === NO_DAY || Number.isNaN(value)) continue
      const unit = units.codes[row]! < 0 ? '' : units.values[units.codes[row]!]!
      const key = `${id} ${unit}`
      let lab = series.get(key)
      if (lab === undefined) {
        lab = {
          system: concepts.systems[id]!,
          code: concepts.codes[id]!,
          label: conceptText(concepts, id),
          unit,
          points: []
        }
        series.set(key, lab)
      }
      lab.points.push({ day, value, source: { resourceType: table.resourceType, index: table.resource[row]! } })
    }
  }
  const labs = [...series.values()]
  for (const lab of labs) lab.points.sort((left, right) => left.day - right.day)
  return labs.sort((left, right) => right.points.length - left.points.length || (left.label < right.label ? -1 : 1))
}
