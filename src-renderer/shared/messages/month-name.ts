import { activeLocale } from './locale.ts'

const format = new Intl.DateTimeFormat(activeLocale, { month: 'short', timeZone: 'UTC' })
const names = Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(1970, month)))

/** The short name of a month in the language in force, e.g. `Oct`. @param month 1 to 12 */
export function monthName(month: number): string {
  const name = names[month - 1]
  if (name === undefined) throw new RangeError(`${month} is no month`)
  return name
}
