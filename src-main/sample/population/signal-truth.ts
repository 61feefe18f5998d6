import { monthText, type SampleDay } from './base/calendar.ts'
import { practices } from './reference/practices.ts'
import type { Reference } from './reference/reference.ts'
import { monthStarts } from './base/timeline.ts'

/** A count out of a count. */
export interface Share {
  readonly numerator: number
  readonly denominator: number
}

/** A change that was put into one practice. `months` run from the first month with data to that of the as-of day. */
export interface SignalGroundTruth {
  readonly id: 'worsening-a1c' | 'improving-pressure'
  readonly organizationId: string
  readonly name: string
  readonly measure: string
  /** First month of the change, `YYYY-MM`. */
  readonly from: string
  readonly direction: 'falls' | 'rises'
  readonly before: Share
  readonly after: Share
  readonly months: readonly { readonly month: string; readonly numerator: number; readonly denominator: number }[]
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)

/** Puts the monthly counts of a practice with a planted change into words; none where nothing was planted. */
export function signal(
  id: SignalGroundTruth['id'],
  measure: string,
  direction: SignalGroundTruth['direction'],
  plan: { readonly practice: number; readonly from: SampleDay },
  tests: readonly Share[],
  months: number,
  reference: Reference
): SignalGroundTruth[] {
  const index = plan.practice
  if (index < 0) return []
  const series = Array.from({ length: months }, (_, month) => {
    const { numerator, denominator } = tests[index * monthStarts.length + month] ?? { numerator: 0, denominator: 0 }
    return { month: monthText(monthStarts[month] ?? 0), numerator, denominator }
  })
  const total = (part: typeof series): Share => ({
    numerator: sum(part.map((item) => item.numerator)),
    denominator: sum(part.map((item) => item.denominator))
  })
  const from = monthText(plan.from)
  const described: SignalGroundTruth = {
    id,
    organizationId: reference.practices[index]?.organizationId ?? '',
    name: practices[index]?.name ?? '',
    measure,
    from,
    direction,
    before: total(series.filter((item) => item.month < from)),
    after: total(series.filter((item) => item.month >= from)),
    months: series
  }
  return [described]
}
