import { commonMessages as common } from '#messages/common.ts'
import { monthName } from '#shared/messages/month-name.ts'
import { civilFromDay, dayFromCivil } from '#engine/base/fhir/calendar.ts'
import type { Day } from '#engine/base/figures/filter.ts'

/** Length of the periods that a series of first days stands for. */
export type Grain = 'month' | 'quarter' | 'year'

/** The grain of evenly spaced first days of periods. */
export function grainOf(days: readonly Day[]): Grain {
  const gaps = days.slice(1).map((day, i) => day - (days[i] ?? day))
  const shortest = Math.min(...gaps)
  if (shortest > 300 && Number.isFinite(shortest)) return 'year'
  return shortest > 60 && Number.isFinite(shortest) ? 'quarter' : 'month'
}

/**
 * Labels for a category axis of periods: as many as fit, at round months, the year named at the first one shown and at
 * each first of its year. Periods without a label get an empty text.
 * @param room how many labels fit
 */
export function periodLabels(days: readonly Day[], room: number): string[] {
  const grain = grainOf(days)
  const dates = days.map(civilFromDay)
  const position = ({ year, month }: { year: number; month: number }): number =>
    grain === 'year' ? year : grain === 'quarter' ? year * 4 + Math.floor((month - 1) / 3) : year * 12 + month - 1
  const perYear = grain === 'year' ? 1 : grain === 'quarter' ? 4 : 12
  const steps =
    grain === 'month' ? [1, 2, 3, 6, 12, 24, 60, 120] : grain === 'quarter' ? [1, 2, 4, 8, 20] : [1, 2, 5, 10]
  const step = steps.find((each) => days.length / each <= Math.max(1, room)) ?? days.length
  let first = true
  return dates.map((date) => {
    const index = position(date)
    if (index % step !== 0) return ''
    const name =
      grain === 'year' ? '' : grain === 'quarter' ? common.quarter(Math.ceil(date.month / 3)) : monthName(date.month)
    if (grain === 'year') return String(date.year)
    const named = first || index % perYear === 0
    first = false
    return named ? `${name} ${String(date.year % 100).padStart(2, '0')}` : name
  })
}

/** A tick of an axis of days. */
export interface DayTick {
  readonly day: Day
  readonly label: string
}

/** Distances of ticks in months that read well. */
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240]

/**
 * Firsts of months between two days, as many as there is room for; a January, and the first tick, carry the year.
 * @param room how many labels fit
 */
export function dayTicks(from: Day, to: Day, room: number): DayTick[] {
  const first = civilFromDay(from)
  const start = first.year * 12 + first.month - 1
  const last = civilFromDay(to)
  const length = last.year * 12 + last.month - 1 - start
  const step = monthSteps.find((each) => length / each <= Math.max(1, room)) ?? 480
  const ticks: DayTick[] = []
  for (let month = Math.ceil(start / step) * step; month <= start + length; month += step) {
    const day = dayFromCivil(Math.floor(month / 12), (month % 12) + 1, 1)
    if (day < from || day > to) continue
    const year = String(Math.floor(month / 12))
    const name = monthName((month % 12) + 1)
    ticks.push({ day, label: month % 12 === 0 ? year : ticks.length === 0 ? `${name} ${year.slice(2)}` : name })
  }
  return ticks
}
