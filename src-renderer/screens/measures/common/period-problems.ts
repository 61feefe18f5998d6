import { screensMeasuresCommonMessages as m } from '#messages/screens/measures/common.ts'

/** What was typed into the fields of a period; `asOf` may be empty. */
export interface TypedPeriod {
  readonly start: string
  readonly end: string
  readonly asOf: string
}

const maxYears = 10

/** What is wrong with each field, as a sentence; nothing when the period can run. */
export function periodProblems({
  start,
  end,
  asOf
}: TypedPeriod): Readonly<Partial<Record<keyof TypedPeriod, string>>> {
  const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  if (!isDay(start)) return { start: m.chooseTheFirstDay }
  if (!isDay(end)) return { end: m.chooseTheLastDay }
  if (end < start) return { end: m.theLastDayIsBeforeThe }
  if (Number(end.slice(0, 4)) - Number(start.slice(0, 4)) > maxYears) return { end: m.aPeriodHasAtMostYears(maxYears) }
  if (asOf !== '' && !isDay(asOf)) return { asOf: m.chooseADayOrNothing }
  if (asOf !== '' && asOf < start) return { asOf: m.thePeriodHasNotBegunOn }
  return {}
}
