/** Days since 1970-01-01, the only form in which the generator computes with dates. */
export type SampleDay = number

const dayMs = 86_400_000

/** @returns the day of a text `YYYY-MM-DD`, NaN when it is none */
export function dayOf(text: string): SampleDay {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return Number.NaN
  const ms = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? Number.NaN : ms / dayMs
}

const firstCached = dayOf('1900-01-01')
const dayTexts: string[] = []

/** `YYYY-MM-DD`. */
export function formatSampleDay(day: SampleDay): string {
  const index = Math.floor(day) - firstCached
  return (dayTexts[index] ??= new Date(Math.floor(day) * dayMs).toISOString().slice(0, 10))
}

/** `YYYY-MM`. */
export function monthText(day: SampleDay): string {
  return formatSampleDay(day).slice(0, 7)
}

/** Month of the year, 1 to 12. */
export function monthOfYear(day: SampleDay): number {
  return Number(formatSampleDay(day).slice(5, 7))
}

/** 0 is Sunday. */
export function weekday(day: SampleDay): number {
  return (Math.floor(day) + 4) % 7
}

const clock: string[] = []
for (let minute = 0; minute < 1440; minute++) {
  clock.push(`T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`)
}

const offsets: string[] = []

/** US Eastern time: daylight saving from the second Sunday of March to the first Sunday of November (rule of 2007). */
function offsetOf(day: SampleDay): string {
  const index = Math.floor(day) - firstCached
  const known = offsets[index]
  if (known !== undefined) return known
  const text = formatSampleDay(day)
  const month = Number(text.slice(5, 7))
  const date = Number(text.slice(8))
  const lastSunday = date - weekday(day)
  const summer = month === 3 ? lastSunday >= 8 : month === 11 ? lastSunday < 1 : month > 3 && month < 11
  return (offsets[index] = summer ? '-04:00' : '-05:00')
}

/** A FHIR dateTime with the local offset. `minute` counts from midnight and may run into the next day. */
export function instantText(day: SampleDay, minute: number): string {
  const shifted = minute >= 1440 ? day + 1 : day
  return formatSampleDay(shifted) + (clock[minute % 1440] ?? '') + offsetOf(shifted)
}

/** When the source system stored a row that it got on `day`. */
export function updatedText(day: SampleDay): string {
  return `${formatSampleDay(day)}T22:15:00Z`
}
