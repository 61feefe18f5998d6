import { engineMeasuresAttributionMessages as m } from '#messages/engine/measures/attribution.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { addYears } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day, Filter } from '../../base/figures/filter.ts'
import { dayText } from '#shared/messages/day-text.ts'
import type { Dimension } from '../../population/selection/dimension.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'

/** Ages in completed years, both included. */
export interface AgeSpan {
  readonly from: number
  readonly to: number
}

const asked = new WeakSet<AllPeople>()
const pattern = /^age-on:(\d+)-(\d+)@(-?\d+)$/

function dimensionOf({ store }: PopulationView, id: string): Dimension | undefined {
  const [, from, to, on] = pattern.exec(id) ?? []
  if (from === undefined || to === undefined || on === undefined) return undefined
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  // Born on the first of these days or later, and on the last or before.
  const first = addYears(Number(on), -Number(to) - 1) + 1
  const last = addYears(Number(on), -Number(from))
  return {
    id,
    label: m.ageOnOn(dayText(Number(on))),
    group: 'people',
    hidden: true,
    fixed: true,
    values: [
      { value: 'no', label: m.otherOrNotRecorded },
      { value: 'yes', label: m.fromToToYears(from, to) }
    ],
    codes: () => {
      const codes = emptyCodes(store.patients, 2)
      for (let patient = 0; patient < codes.length; patient++) {
        const born = birth?.[patient] ?? NO_DAY
        codes[patient] = born !== NO_DAY && born >= first && born <= last ? 1 : 0
      }
      return codes
    }
  }
}

/** A filter for people of some ages on a day. */
export function ageFilter(population: AllPeople, { from, to }: AgeSpan, on: Day): Filter {
  if (!asked.has(population)) {
    for (const shard of population.shards) shard.addSource((id) => dimensionOf(shard, id))
    asked.add(population)
  }
  return { dimension: `age-on:${from}-${to}@${on}`, values: ['yes'] }
}
