import { boardReportsMessages as m } from '#messages/board-reports.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import type { Board } from '#engine/boards/board.ts'
import { smallCellNote } from '#shared/small-cell-rule.ts'
import type { Format } from '../ui/format/format.ts'
import type { ReportFacts } from './build-report.ts'

/** What a report says of where it comes from. */
interface ReportOrigin {
  readonly label: string
  readonly limit: number
  /** What is missing of the data, in a sentence. */
  readonly incomplete: string | undefined
  /** Versions of the definitions that it rests on, and whether they are approved; '' where that is not known. */
  readonly definitions: string
  readonly version: string
  /** Name of the measurement period; undefined where no figure is of measures. */
  readonly measured?: string | undefined
  /** Milliseconds since 1970. */
  readonly madeAt: number
}

/** The line below the title, and the facts of the last page. */
export function reportFacts(
  { asOf: rule }: Pick<Board, 'asOf'>,
  { asOf, filters }: Context,
  { label, limit, incomplete, definitions, version, measured, madeAt }: ReportOrigin,
  format: Format
): ReportFacts {
  const people = filters.map((filter) => {
    const { name, value } = format.filter(filter)
    return `${name}: ${value}`
  })
  const who = people.length === 0 ? m.everyone : people.join('; ')
  const day = format.day(asOf)
  return {
    about: measured === undefined ? m.asOf(day, who) : m.asOfMeasured(day, who, measured),
    facts: [
      { label: common.data, text: label },
      { label: m.date, text: m.dayTheLastDayWithData(day, rule.rule === 'latest') },
      { label: common.people, text: who },
      { label: m.smallCounts, text: smallCellNote(limit) },
      ...(incomplete === undefined ? [] : [{ label: m.incomplete, text: incomplete }]),
      ...(definitions === '' ? [] : [{ label: common.definitions, text: definitions }]),
      { label: m.madeBy, text: m.populusVersionMadeAt(version, format.moment(madeAt)) }
    ]
  }
}
