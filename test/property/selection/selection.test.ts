import { describe, expect, it } from 'vitest'
import { ordinalsOf, type Bitset } from '#engine/base/kernels/bitset.ts'
import { selectCodes } from '#engine/base/kernels/codes.ts'
import { peopleByDay } from '#engine/base/kernels/day-bits.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { fc } from '../../support/property.ts'
import { shipped, shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day, plainStore, type PlainRow } from '../../unit/selection/plain-store.ts'
import { plainPopulation } from './plain-population.ts'

const asOf = fc.integer({ min: day('2017-01-01'), max: day('2020-12-31') })

function dayIn(row: PlainRow, ...columns: readonly string[]): number | undefined {
  const text = columns.map((column) => row[column]).find((value) => typeof value === 'string')
  return typeof text === 'string' ? day(text) : undefined
}

/** Membership by diagnosis as a reader of the definition would work it out, row by row. */
function hasDiagnosis(
  rows: readonly PlainRow[],
  patient: string,
  codes: readonly string[],
  lifelong: boolean,
  date: number
): boolean {
  return rows.some((row) => {
    const verified = row['verification_status'] === undefined || row['verification_status'] === 'confirmed'
    const code = String(row['code'] ?? '').split('|')[1] ?? ''
    if (row['patient_id'] !== patient || !verified || !codes.includes(code)) return false
    const start = dayIn(row, 'recorded_date', 'onset')
    if (start !== undefined && start > date) return false
    if (lifelong) return true
    const end = dayIn(row, 'abatement')
    if (end !== undefined) return date < end
    return row['clinical_status'] === undefined || row['clinical_status'] === 'active'
  })
}

describe('selections', () => {
  it('registries without evidence hold exactly the people whom the definition names', () => {
    fc.assert(
      fc.property(plainPopulation, asOf, (tables, date) => {
        const population = populationOf(plainStore(tables), shippedRegistries)
        for (const id of ['diabetes', 'asthma', 'depression', 'hypertension']) {
          const registry = shipped(id)
          const codes = Object.values(registry.codes).flatMap((list) => list.map((each) => each.code))
          const expected = tables['patient']!.map((row) => String(row['id'])).flatMap((patient, ordinal) =>
            hasDiagnosis(tables['condition']!, patient, codes, registry.course === 'chronic-lifelong', date)
              ? [ordinal]
              : []
          )
          const members = population.select(date, [{ dimension: `registry:${id}`, values: ['yes'] }])
          expect([...ordinalsOf(members)], id).toEqual(expected)
        }
      })
    )
  })

  it('several filters hold the people whom each alone holds, and an exclusion the others', () => {
    fc.assert(
      fc.property(
        plainPopulation,
        asOf,
        fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 }),
        (tables, date, picked) => {
          const population = populationOf(plainStore(tables), shippedRegistries)
          const filters = picked.map(([dimension, value]): Filter => {
            const chosen = population.dimensions[dimension % population.dimensions.length]!
            const values = chosen.values.length === 0 ? [] : [chosen.values[value % chosen.values.length]!.value]
            return { dimension: chosen.id, values }
          })
          // Counted before and after they are known one by one.
          const counted = population.count(date, filters)
          const alone = filters.map((filter) => new Set(ordinalsOf(population.select(date, [filter]))))
          const all = [...ordinalsOf(population.select(date, []))]
          expect([...ordinalsOf(population.select(date, filters))]).toEqual(
            all.filter((patient) => alone.every((people) => people.has(patient)))
          )
          expect([counted, population.count(date, filters)]).toEqual(
            Array(2).fill(ordinalsOf(population.select(date, filters)).length)
          )
          const excluded = population.select(date, [{ ...filters[0]!, exclude: true }])
          expect([...ordinalsOf(excluded)]).toEqual(all.filter((patient) => !alone[0]!.has(patient)))
        }
      )
    )
  })
})

describe('people who are chosen on several days at once', () => {
  it('are those whose codes of each day are chosen', () => {
    const days = fc.uniqueArray(fc.integer({ min: day('1940-01-01'), max: day('2021-12-31') }), {
      minLength: 1,
      maxLength: 31
    })
    fc.assert(
      fc.property(
        plainPopulation,
        days,
        fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
        (tables, on, marks) => {
          const population = populationOf(plainStore(tables), shippedRegistries)
          const ascending = on.toSorted((left, right) => left - right)
          const told = population.dimensions.filter((each) => each.daysChosen !== undefined)
          const first = ascending[0]!
          for (const { id, values } of population.dimensions) {
            const codes = population.codes(id, first)
            const withCodes = (has: (code: number) => boolean): Bitset =>
              selectCodes(
                codes,
                Uint8Array.from({ length: values.length + 1 }, (_, code) => Number(has(code)))
              )
            expect(population.peopleByValue(id, first)).toEqual(
              values.map((_, code) => withCodes((each) => each === code))
            )
            expect(population.peopleWithValue(id, first)).toEqual(withCodes((code) => code < values.length))
          }
          const ids = ['age', 'living', 'known', 'payer', 'registry:diabetes', 'control:diabetes/hba1c']
          expect(told.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
          for (const dimension of told) {
            const wanted = Uint8Array.from({ length: dimension.values.length + 1 }, (_, code) =>
              Number(marks[code % marks.length])
            )
            const chosen = dimension.daysChosen!(ascending, wanted)
            const found = peopleByDay(population.store.patients, ascending.length, chosen)
            expect(found).toEqual(ascending.map((date) => selectCodes(dimension.codes(date), wanted)))
          }
        }
      )
    )
  })
})
