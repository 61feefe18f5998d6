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
  if (!isDay(start)) return { start: 'Choose the first day.' }
  if (!isDay(end)) return { end: 'Choose the last day.' }
  if (end < start) return { end: 'The last day is before the first.' }
  if (Number(end.slice(0, 4)) - Number(start.slice(0, 4)) > maxYears)
    return { end: `A period has at most ${maxYears} years.` }
  if (asOf !== '' && !isDay(asOf)) return { asOf: 'Choose a day, or nothing.' }
  if (asOf !== '' && asOf < start) return { asOf: 'The period has not begun on this day.' }
  return {}
}
