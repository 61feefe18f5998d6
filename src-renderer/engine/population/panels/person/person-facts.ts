import { enginePopulationPanelsPersonMessages as m } from '#messages/engine/population/panels/person.ts'
import { AppError } from '#shared/app-error.ts'
import { ageAt } from '../../../base/fhir/calendar.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { deathDays } from '../../life/death-days.ts'
import { idText } from '../../selection/id-text.ts'
import type { PopulationView } from '../../selection/population.ts'
import { cellText } from './cell-text.ts'
import { maskedName } from './mask.ts'

/** Reads what is known about single people, as text. */
export interface PersonFacts {
  id(patient: number): string
  /** '' when missing. */
  text(column: string, patient: number): string
  /** Given and family name, masked unless revealed. */
  name(patient: number, revealed: boolean): string
  birthDay(patient: number): Day | undefined
  /** Completed years on the date, or at death when that came first. */
  age(patient: number, asOf: Day): number | undefined
  /** The label of a dimension's value, '' when it does not apply. */
  label(dimension: string, patient: number, asOf: Day): string
}

/** @throws AppError `not-found` when the data hold no patients */
export function personFacts(population: PopulationView): PersonFacts {
  const { store } = population
  const table = store.tables.get('patient')
  if (table === undefined) throw new AppError('not-found', m.theseDataContainNoPatients)
  const ids = table.column('id', 'id')
  const birth = table.column('birth_date', 'date').days
  const death = deathDays(store)
  const known = (day: number): Day | undefined => (day === NO_DAY ? undefined : day)
  const text = (column: string, patient: number): string => {
    const found = table.columns.get(column)
    return found === undefined ? '' : cellText(found, patient, store.concepts)
  }
  return {
    id: (patient) => idText(ids, patient),
    text,
    name: (patient, revealed) => {
      const full = `${text('given', patient)} ${text('family', patient)}`.trim()
      return revealed ? full : maskedName(full, population.shard.personNumber(patient))
    },
    birthDay: (patient) => known(birth[patient]!),
    age: (patient, asOf) => {
      const born = birth[patient]!
      const until = death[patient] === NO_DAY ? asOf : Math.min(asOf, death[patient]!)
      return born === NO_DAY || born > until ? undefined : ageAt(born, until)
    },
    label: (id, patient, asOf) => {
      const code = population.codes(id, asOf)[patient]!
      return code < 0 ? '' : population.dimension(id).values[code]!.label
    }
  }
}
