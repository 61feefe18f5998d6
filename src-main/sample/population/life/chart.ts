import type { SampleView } from '#shared/sample-view.ts'
import type { SampleDay } from '../base/calendar.ts'
import { payerTypes, personalTypes, type PersonalType } from '../base/resource-types.ts'

/** What is seen of a person, and which of it is written. */
export interface ChartView {
  readonly view: SampleView
  /** Types whose rows are written; those of the others are only counted. */
  readonly types: readonly PersonalType[]
}

const byType = <T>(make: () => T): Record<PersonalType, T> =>
  Object.fromEntries(personalTypes.map((type) => [type, make()])) as Record<PersonalType, T>

/** The NDJSON lines of one person, by type, as far as they are known on the as-of day. */
export class Chart {
  readonly asOf: SampleDay
  readonly view: SampleView
  /** `{"reference":"Patient/…"}` */
  readonly subject: string
  /** Infinity for the living; nothing happens after it. */
  deathDay: SampleDay = Number.POSITIVE_INFINITY
  readonly lines: Record<PersonalType, string[]> = byType(() => [])
  /** Rows of each type, written or not. */
  readonly rows: Record<PersonalType, number> = byType(() => 0)
  private readonly types: readonly PersonalType[]

  constructor(personId: string, asOf: SampleDay, { view, types }: ChartView) {
    this.asOf = asOf
    this.view = view
    this.types = types
    this.subject = `{"reference":"Patient/${personId}"}`
  }

  /** Something that happened on `day` and reached the source system on `stored` can be seen. */
  sees(day: SampleDay, stored: SampleDay): boolean {
    return day <= this.deathDay && stored <= this.asOf
  }

  /** @param line makes the row; called only where rows of its type are written, so it may draw nothing */
  add(type: PersonalType, line: () => string): void {
    if (this.view === 'payer' && !payerTypes.has(type)) return
    this.rows[type]++
    if (this.types.includes(type)) this.lines[type].push(line())
  }
}
