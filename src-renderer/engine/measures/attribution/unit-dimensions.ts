import { commonMessages as common } from '#messages/common.ts'
import { engineMeasuresAttributionMessages as m } from '#messages/engine/measures/attribution.ts'
import { defined } from '#shared/language/defined.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { lastWrittenDays } from '../../base/fhir/last-day.ts'
import { conceptText } from '../../population/panels/person/cell-text.ts'
import { notRecorded, type DimensionValue } from '../../population/selection/dimension.ts'
import { medicalCoverages } from '../../population/claims/coverage-kinds.ts'
import { notInForce } from '../../population/claims/payer-rows.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimVisits } from '../../population/selection/claim-visits.ts'
import { attributionIn, attributionReasons, reasonLabel } from './attribution.ts'
import { providersOf } from '../../population/selection/providers.ts'
import { addLineOfBusiness } from './line-of-business.ts'
import type { AttributionSettings, MeasureInput } from '../rates/measure-input.ts'

/** The dimension of providers that is in view, by population. */
const current = new WeakMap<AllPeople, { id: string; readonly known: string[] }>()

/**
 * The dimension that a panel means by `provider` (whom people are assigned to by the settings), `plan`, or any other.
 * Providers by other settings are another dimension, so that what a filter means never changes.
 */
export function unitDimension(input: MeasureInput, id: string): string {
  const { population } = input
  let state = current.get(population)
  if (state === undefined) {
    state = { id: '', known: [] }
    current.set(population, state)
    for (const shard of population.shards) {
      addPlan(shard)
      addLineOfBusiness(shard)
    }
  }
  const settings = JSON.stringify(input.settings.attribution)
  const index = state.known.includes(settings) ? state.known.indexOf(settings) : state.known.push(settings) - 1
  const dimensionId = index === 0 ? 'provider' : `provider-${index + 1}`
  if (state.known.length - 1 === index && !population.dimensions.some((item) => item.id === dimensionId)) {
    for (const shard of population.shards) addProviders(shard, input.settings.attribution, dimensionId, state)
  }
  state.id = dimensionId
  return id === 'provider' ? dimensionId : id
}

/** The dimension of why people are assigned as a dimension of providers says. */
export function reasonDimension(providers: string): string {
  return `${providers}-reason`
}

function addProviders(
  population: PopulationView,
  settings: AttributionSettings,
  id: string,
  state: { readonly id: string }
): void {
  const { list } = providersOf(population)
  const isByClaims = claimVisits(population.store) !== undefined
  const nobody: DimensionValue = { value: 'unknown', label: m.nobody }
  const values = [...list.map((provider) => ({ value: provider.id, label: provider.label })), nobody]
  population.add({
    id,
    label: m.provider,
    group: 'place-and-payer',
    get hidden() {
      return state.id !== id
    },
    fixed: false,
    values,
    codes: (asOf) => {
      const codes = emptyCodes(population.store.patients, values.length)
      const { provider } = attributionIn(population, settings, asOf)
      for (let patient = 0; patient < codes.length; patient++) {
        codes[patient] = provider[patient]! < 0 ? list.length : provider[patient]!
      }
      return codes
    }
  })
  population.add({
    id: reasonDimension(id),
    label: m.assignedBy,
    group: 'place-and-payer',
    hidden: true,
    fixed: false,
    values: attributionReasons.map((value) => ({ value, label: reasonLabel(value, isByClaims) })),
    codes: (asOf) => Int8Array.from(attributionIn(population, settings, asOf).reason)
  })
}

/** Kind of coverage as it is written: its text, else the display or code. */
function planNames(store: Store, table: Table): readonly string[] {
  const text = table.column('type_text', 'dictionary')
  const type = table.column('type', 'concept')
  return Array.from({ length: table.rows }, (_, row) => {
    const written = text.codes[row]! < 0 ? '' : text.values[text.codes[row]!]!
    return written || conceptText(store.concepts, type.ids[row]!)
  })
}

/** Adds `plan`: the kind of the Coverage that is in force on the date, of several the one that began last, medical ones before others. */
function addPlan(population: PopulationView): void {
  const { store } = population
  const table = store.tables.get('coverage')
  const names = table === undefined ? [] : planNames(store, table)
  const distinct = [...new Set(names)].filter((name) => name !== '').sort()
  const codeOf = new Map(distinct.map((name, code) => [name, code]))
  const values = [...distinct.map((name) => ({ value: name, label: name })), notRecorded]
  const status = table?.column('status', 'dictionary')
  const medical = medicalCoverages(store)
  const counts = Uint8Array.from(names, (name, row) => {
    const code = defined(status).codes[row]!
    const written = code < 0 ? '' : defined(status).values[code]!
    return name === '' || (notInForce as readonly string[]).includes(written) ? 0 : 1
  })
  population.add({
    id: 'plan',
    label: common.plan,
    group: 'place-and-payer',
    hidden: false,
    fixed: false,
    values,
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, values.length).fill(values.length - 1)
      if (table?.patientOffsets === undefined) return codes
      const start = table.column('period_start', 'dateTime').days
      const end = lastWrittenDays(table.column('period_end', 'dateTime'))
      const isBefore = (row: number, other: number): boolean =>
        medical[row] === medical[other] ? start[row]! < start[other]! : medical[row]! < medical[other]!
      for (let patient = 0; patient < codes.length; patient++) {
        let best = -1
        for (let row = table.patientOffsets[patient]!; row < table.patientOffsets[patient + 1]!; row++) {
          if (counts[row] === 0 || start[row]! > asOf || (end[row] !== NO_DAY && end[row]! < asOf)) continue
          if (best < 0 || !isBefore(row, best)) best = row
        }
        if (best >= 0) codes[patient] = defined(codeOf.get(names[best]!))
      }
      return codes
    }
  })
}
