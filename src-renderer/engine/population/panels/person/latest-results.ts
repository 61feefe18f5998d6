import { enginePopulationPanelsPersonMessages as m } from '#messages/engine/population/panels/person.ts'
import { AppError } from '#shared/app-error.ts'
import { unitText } from '../../../base/fhir/unit-text.ts'
import { windowStart } from '../../registries/control-band.ts'
import type { Control } from '../../registries/registry-definition.ts'
import type { LatestResult } from '../results/patient-result.ts'
import type { View } from '../base/view.ts'

/** The latest results of one control. */
export interface ControlResults {
  readonly title: string
  readonly of: (patient: number) => LatestResult
  /** What the list is sorted by: the first number of the result. */
  readonly value: (patient: number) => number | undefined
}

/**
 * Latest results of the controls of a registry, up to the date.
 * @param id none gives none
 * @throws AppError `not-found` for an unknown registry
 */
export function latestResults(view: View, id: string | undefined): ControlResults[] {
  if (id === undefined) return []
  const registry = view.population.index.registries.find((each) => each.id === id)
  if (registry === undefined) throw new AppError('not-found', m.thereIsNoSuchRegistryChoose)
  return registry.controls.map((control) => resultsOf(view, control))
}

function resultsOf({ population, asOf }: View, { measurement, windowMonths }: Control): ControlResults {
  const { offsets, days, values } = population.index.series(measurement)
  const from = windowStart(asOf, windowMonths)
  const unit = unitText(measurement.unit)
  const lastOf = (patient: number): number => {
    for (let index = offsets[patient + 1]! - 1; index >= offsets[patient]!; index--)
      if (days[index]! <= asOf) return index
    return -1
  }
  return {
    title: unit === '' ? measurement.title : `${measurement.title}, ${unit}`,
    of(patient) {
      const index = lastOf(patient)
      if (index < 0) return { text: '', day: undefined, isCurrent: false }
      return {
        text: Number.isNaN(values[0]![index]!)
          ? m.noResult
          : values.map((part) => String(Number(part[index]!.toPrecision(4)))).join('/'),
        day: days[index]!,
        isCurrent: days[index]! >= from
      }
    },
    value(patient) {
      const index = lastOf(patient)
      return index < 0 || Number.isNaN(values[0]![index]!) ? undefined : values[0]![index]!
    }
  }
}
