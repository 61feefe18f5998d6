import type { SampleView } from '#shared/sample-view.ts'
import type { SampleDay } from '../base/calendar.ts'
import { payerTypes, personalTypes, type PersonalType } from '../base/resource-types.ts'

/** The NDJSON lines of one person, by type, as far as they are known on the as-of day. */
export class Chart {
  readonly asOf: SampleDay
  readonly view: SampleView
  /** `{"reference":"Patient/…"}` */
  readonly subject: string
  /** Infinity for the living; nothing happens after it. */
  deathDay: SampleDay = Number.POSITIVE_INFINITY
  readonly lines: Record<PersonalType, string[]>

  constructor(personId: string, asOf: SampleDay, view: SampleView = 'chart') {
    this.asOf = asOf
    this.view = view
    this.subject = `{"reference":"Patient/${personId}"}`
    this.lines = Object.fromEntries(personalTypes.map((type) => [type, [] as string[]])) as Record<
      PersonalType,
      string[]
    >
  }

  /** Something that happened on `day` and reached the source system on `stored` can be seen. */
  sees(day: SampleDay, stored: SampleDay): boolean {
    return day <= this.deathDay && stored <= this.asOf
  }

  add(type: PersonalType, line: string): void {
    if (this.view === 'payer' && !payerTypes.has(type)) return
    this.lines[type].push(line)
  }
}
