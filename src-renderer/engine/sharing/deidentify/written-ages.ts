import type { Table } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'

/** Ages above 89 may not leave, but as one group (45 CFR 164.514(b)(2)(i)(C)). */
export const FIRST_GROUPED_AGE = 90

/** Codes of observations of an age: LOINC "Age", its reported and estimated forms, "Age at death", and those of SNOMED CT. */
const ageCodes: Readonly<Record<string, readonly string[]>> = {
  'http://loinc.org': ['30525-0', '21611-9', '21612-7', '29553-5', '30972-4', '39016-1'],
  'http://snomed.info/sct': ['397669002', '424144002', '445518008', '397659008']
}

/** How many of a unit are a year, as UCUM and as people write it. */
const perYear: ReadonlyMap<string, number> = new Map([
  ...['a', 'a_j', 'a_g', 'a_t', 'y', 'yr', 'yrs', 'year', 'years', '{years}', 'years old'].map(
    (unit) => [unit, 1] as const
  ),
  ...['mo', 'mo_j', 'mo_g', 'mo_s', 'month', 'months'].map((unit) => [unit, 12] as const),
  ...['wk', 'week', 'weeks'].map((unit) => [unit, 52.1775] as const),
  ...['d', 'day', 'days'].map((unit) => [unit, 365.2425] as const)
])

/**
 * Which rows of a table of results have an age of 90 years or more: whatever is measured in years, and ages by their codes in any unit, without one
 * in years. It may be that of the person, of a relative, or of a disease.
 * @returns undefined where the table has no results with units
 */
export function writtenAgesOver89(
  table: Table,
  { systems, codes }: ConceptTable
): ((row: number) => boolean) | undefined {
  const value = table.columns.get('value')
  const unit = table.columns.get('unit')
  const code = table.columns.get('code')
  if (value?.kind !== 'number' || unit?.kind !== 'dictionary') return undefined
  const divisors = unit.values.map((text) => perYear.get(text.trim().toLowerCase()))
  const isAge = (concept: number): boolean => ageCodes[systems[concept]!]?.includes(codes[concept]!) === true
  return (row) => {
    const written = unit.codes[row]!
    const divisor = written < 0 ? 1 : divisors[written]
    if (divisor === undefined || !(value.values[row]! / divisor >= FIRST_GROUPED_AGE)) return false
    const isInYears = written >= 0 && divisor === 1
    return isInYears || (code?.kind === 'concept' && code.ids[row]! >= 0 && isAge(code.ids[row]!))
  }
}
