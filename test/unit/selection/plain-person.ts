import { populationOf } from '#engine/population/selection/population.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from './plain-store.ts'

/** The value of the one person `p` in a dimension on a date, '' when it does not apply. */
export function valueOf(dimension: string, tables: PlainTables, date = '2020-06-30'): string {
  const population = populationOf(plainStore(tables), shippedRegistries)
  const code = population.codes(dimension, day(date))[0]!
  return population.dimension(dimension).values[code]?.value ?? ''
}

/** The tables of one person `p`. @param values in place of what a person has there */
export function person(values: PlainRow = {}): PlainTables {
  return { patient: [{ id: 'p', birth_date: '1960-07-01', ...values }] }
}
