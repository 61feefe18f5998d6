import { engineSharingDeidentifyMessages as m } from '#messages/engine/sharing/deidentify.ts'
import { AppError } from '#shared/app-error.ts'

/** People of an area of three digits above which it may be told, 45 CFR 164.514(b)(2)(i)(B). */
const TOLD_ABOVE = 20_000

/**
 * Reads a table of people by ZIP code or by its first three digits, and adds them up.
 * @param text CSV with the columns `zip` and `population` in its first line
 * @returns the areas of three digits with 20,000 or fewer people
 * @throws AppError `invalid-input` for another table
 */
export function readZipAreas(text: string): ReadonlySet<string> {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const fields = (line: string): readonly string[] =>
    line.split(',').map((field) => field.replace(/^\s*"?|"?\s*$/g, ''))
  const names = fields(header).map((name) => name.toLowerCase())
  const [zip, population] = [names.indexOf('zip'), names.indexOf('population')]
  if (zip < 0 || population < 0) throw new AppError('invalid-input', m.theTableOfZIPCodesNeeds)
  const people = new Map<string, number>()
  lines.forEach((line, index) => {
    const row = fields(line)
    const [area, count] = [row[zip] ?? '', Number(row[population] === '' ? Number.NaN : row[population])]
    if (!/^\d{3}(?:\d{2})?$/.test(area) || !Number.isInteger(count) || count < 0)
      throw new AppError('invalid-input', m.lineOfTheTableOfZIP(index + 2))
    people.set(area.slice(0, 3), (people.get(area.slice(0, 3)) ?? 0) + count)
  })
  // What the table does not name is not known to have more.
  return new Set(
    Array.from({ length: 1000 }, (_, area) => String(area).padStart(3, '0')).filter(
      (area) => (people.get(area) ?? 0) <= TOLD_ABOVE
    )
  )
}
