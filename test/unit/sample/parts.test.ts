import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { dayOf, formatSampleDay, instantText, weekday } from '../../../src-main/sample/population/base/calendar.ts'
import { onsetAge } from '../../../src-main/sample/population/course/onset.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { Random } from '../../../src-main/sample/population/base/random.ts'
import { inventedNpi } from '../../../src-main/sample/population/reference/npi.ts'
import { IdSource } from '../../../src-main/sample/population/base/uuid.ts'

describe('calendar', () => {
  it('turns texts into days and back, leap days included', () => {
    for (const text of ['1931-02-28', '1999-12-31', '2000-02-29', '2024-02-29', '2026-10-31'])
      expect(formatSampleDay(dayOf(text))).toBe(text)
    expect(dayOf('2023-02-29')).toBeNaN()
    expect(dayOf('2024-2-9')).toBeNaN()
    expect(weekday(dayOf('2026-10-31'))).toBe(6)
  })

  it('agrees with the time zone database on daylight saving time, for every day of the data', () => {
    const zone = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'longOffset' })
    for (let day = dayOf('2022-11-01'); day <= dayOf('2027-12-31'); day++) {
      const offset = zone
        .formatToParts(new Date(day * 86_400_000 + 17 * 3_600_000))
        .find(({ type }) => type === 'timeZoneName')?.value
      expect(`GMT${instantText(day, 720).slice(-6)}`, formatSampleDay(day)).toBe(offset)
    }
  })
})

describe('random numbers', () => {
  it('are the same for the same seed and differ between seeds, high halves of seeds and people', () => {
    const draw = (seed: number, person: number): number[] =>
      Array.from(
        { length: 4 },
        (
          (random) => () =>
            random.unit()
        )(new Random(seed, person))
      )
    expect(draw(7, 3)).toEqual(draw(7, 3))
    const firsts = [draw(7, 3), draw(8, 3), draw(7 + 2 ** 33, 3), draw(7, 4)].map(([first]) => first)
    expect(new Set(firsts).size).toBe(4)
  })

  it('have the moments they promise', () => {
    const random = new Random(1, 1)
    const many = 40_000
    let units = 0
    let squares = 0
    let normals = 0
    let waits = 0
    for (let i = 0; i < many; i++) {
      units += random.unit()
      const normal = random.normal(3, 2)
      normals += normal
      squares += (normal - 3) ** 2
      waits += random.exponential(5)
    }
    expect(units / many).toBeCloseTo(0.5, 1)
    expect(normals / many).toBeCloseTo(3, 1)
    expect(Math.sqrt(squares / many)).toBeCloseTo(2, 1)
    expect(Math.abs(waits / many - 5)).toBeLessThan(0.15)
  })

  it('draw onsets that follow the curve', () => {
    const random = new Random(2, 2)
    const ages = Array.from({ length: 20_000 }, () =>
      onsetAge(
        random,
        [
          [40, 0.1],
          [60, 0.3],
          [80, 0.5]
        ],
        1
      )
    )
    const share = (limit: number): number => ages.filter((age) => age <= limit).length / ages.length
    expect(Math.abs(share(40) - 0.1)).toBeLessThan(0.01)
    expect(Math.abs(share(60) - 0.3)).toBeLessThan(0.015)
    expect(Math.abs(share(200) - 0.5)).toBeLessThan(0.015)
    expect(onsetAge(random, [[40, 0.9]], 0)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('ids', () => {
  it('are well-formed UUIDs of version 8 and never repeat', () => {
    const seen = new Set<string>()
    for (const owner of [0, 1, 2, 65_535, 65_536, 999_999, 0xffff_fff0]) {
      const source = new IdSource(20_261_031, owner)
      for (let i = 0; i < 3000; i++) {
        const id = source.next()
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        seen.add(id)
      }
    }
    expect(seen.size).toBe(7 * 3000)
  })

  it('make provider identifiers with a right check digit that nobody can hold', () => {
    for (const serial of [0, 7, 12_345_678, 99_999_999]) {
      const npi = inventedNpi(serial)
      const digits = Array.from(`80840${npi}`, Number).reverse()
      const sum = digits.reduce(
        (total, digit, i) => total + (i % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2),
        0
      )
      expect(npi).toMatch(/^9\d{9}$/)
      expect(sum % 10).toBe(0)
    }
  })
})

describe('options of a population', () => {
  it.each([
    { patients: 0 },
    { patients: 1.5 },
    { patients: 1_000_001 },
    { patients: 10, seed: -1 },
    { patients: 10, seed: 2 ** 60 },
    { patients: 10, asOf: '2020-01-01' },
    { patients: 10, asOf: 'yesterday' }
  ])('refuses %j with a sentence', (options) => {
    expect(() => createSamplePopulation(options)).toThrow(AppError)
  })

  it('knows its files before anything is made, and no others', async () => {
    const population = createSamplePopulation({ patients: 1201 })
    expect(population.files).toHaveLength(4 + 3 * 13)
    expect(population.files[0]).toMatchObject({ name: 'Organization.ndjson', exact: true })
    expect(population.files.find(({ name }) => name === 'Patient.0003.ndjson')).toMatchObject({
      type: 'Patient',
      exact: false
    })
    expect(() => population.stream('Patient.0004.ndjson')).toThrow(AppError)
    await expect(population.range('Patient.ndjson', 0, 10)).rejects.toThrow(AppError)
  })
})
