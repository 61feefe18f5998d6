import { commonMessages as common } from '#messages/common.ts'
import { engineMeasuresAttributionMessages as m } from '#messages/engine/measures/attribution.ts'
import { defined } from '#shared/language/defined.ts'
import { addYears } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day, Filter } from '../../base/figures/filter.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import { medicalCoverages } from '../../population/claims/coverage-kinds.ts'
import { coverageOn, coverageTerms } from '../../population/claims/coverage-terms.ts'
import type { Dimension, DimensionValue } from '../../population/selection/dimension.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { dayText } from '#shared/messages/day-text.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** Id of the dimension. */
const lineOfBusiness = 'line-of-business'

/** From this age on most people have Medicare, whatever their plan is called. */
const MEDICARE_AGE = 65

const values: readonly DimensionValue[] = [
  { value: 'medicare', label: m.medicare },
  { value: 'medicaid', label: m.medicaid },
  { value: 'commercial', label: m.commercial },
  { value: 'other', label: m.otherOrSelfPay },
  { value: 'unknown', label: common.notRecorded }
]
const codeOf = new Map(values.map(({ value }, code) => [value, code]))

/** Lines by the first digit of a Source of Payment Typology code (NAHDO). */
const typology: Readonly<Record<string, string>> = {
  '1': 'medicare',
  '2': 'medicaid',
  '5': 'commercial',
  '6': 'commercial'
}

/** A line of business in names that people give to payers and plans. Dual plans are Medicare contracts. */
function lineOfName(name: string): string {
  if (/\bmedicare\b/i.test(name) && !/supplement|medigap/i.test(name)) return 'medicare'
  if (/dual[ _-]?(?:eligible|complete|advantage)/i.test(name)) return 'medicare'
  if (/\bmedicaid\b|\bCHIP\b/i.test(name)) return 'medicaid'
  if (name.trim() === '') return 'unknown'
  return /no[ _]insurance|self[ _-]?pay|uninsured/i.test(name) ? 'other' : 'commercial'
}

/** Source of Payment Typology (NAHDO), by address or OID. */
export function isTypology(system: string): boolean {
  return /nahdo\.org\/sopt|2\.16\.840\.1\.113883\.3\.221\.5/.test(system)
}

/**
 * The line of business that a kind of coverage belongs to: by its Source of Payment Typology code, else by its names.
 * @param names of the kind, the plan and the payer
 */
export function lineOf(system: string, code: string, names: readonly string[]): string {
  if (isTypology(system)) return typology[code.charAt(0)] ?? 'other'
  return lineOfName(names.join(' '))
}

/** Names of plans that only Medicare has: Medicare Advantage, its special needs plans, and drug plans. */
const medicarePlan = /\badvantage\b|\bMA-?PD\b|\b[CDI]-?SNP\b|\bpart d\b|\bPDP\b/i

/**
 * The line of a person whose plan says nothing of Medicare in its name. Commercial payers sell Medicare Advantage under
 * their own name, so that from 65 years on such a name does not tell; a name that only Medicare plans have does.
 */
export function lineAtAge(line: string, names: readonly string[], age: number | undefined): string {
  if (line !== 'commercial' || age === undefined || age < MEDICARE_AGE) return line
  return medicarePlan.test(names.join(' ')) ? 'medicare' : 'unknown'
}

/** What the rows of a table say. */
interface RowLines {
  readonly lines: Uint8Array
  /** For rows whose line is by names alone: that of somebody of 65 years or older. */
  readonly older: Uint8Array
}

function linesOfRows(store: Store, table: Table): RowLines {
  const type = table.column('type', 'concept')
  const texts = ['type_text', 'payor_name'].map((name) => table.column(name, 'dictionary'))
  const { systems, codes, displays } = store.concepts
  const lines = new Uint8Array(table.rows)
  const older = new Uint8Array(table.rows)
  for (let row = 0; row < table.rows; row++) {
    const concept = type.ids[row]!
    const names = texts.map((text) => (text.codes[row]! < 0 ? '' : text.values[text.codes[row]!]!))
    const [system, code, all] =
      concept < 0
        ? ['', '', names]
        : [systems[concept] ?? '', codes[concept] ?? '', [displays[concept] ?? '', ...names]]
    const line = lineOf(system, code, all)
    lines[row] = defined(codeOf.get(line))
    older[row] = defined(codeOf.get(isTypology(system) ? line : lineAtAge(line, all, MEDICARE_AGE)))
  }
  return { lines, older }
}

/** Line of business of everybody on a date. */
function codesOn(population: PopulationView): (asOf: Day) => Codes {
  const { store } = population
  const table = store.tables.get('coverage')
  const rows = table && linesOfRows(store, table)
  const terms = coverageTerms(store)
  const medical = medicalCoverages(store)
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  const payers = population.dimension('payer').values.map(({ value, label }) => {
    const names = [`${value} ${label}`]
    const line = value === 'unknown' ? 'unknown' : lineOfName(names[0]!)
    return { line: defined(codeOf.get(line)), older: defined(codeOf.get(lineAtAge(line, names, MEDICARE_AGE))) }
  })
  return (asOf) => {
    const codes = emptyCodes(store.patients, values.length)
    const paid = population.codes('payer', asOf)
    const latest = addYears(asOf, -MEDICARE_AGE)
    for (let patient = 0; patient < codes.length; patient++) {
      const born = birth?.[patient] ?? NO_DAY
      const which = born !== NO_DAY && born <= latest ? 'older' : 'line'
      const row = terms === undefined ? -1 : coverageOn(terms, patient, asOf, medical)
      codes[patient] =
        row < 0
          ? (payers[paid[patient]!]?.[which] ?? defined(codeOf.get('unknown')))
          : defined(rows)[which === 'older' ? 'older' : 'lines'][row]!
    }
    return codes
  }
}

const onDay = /^line-of-business@(-?\d+)$/

/**
 * Line of business: of the Coverage in force on the date (of several the one that began last, medical ones before others), else of the payer's name.
 * Star ratings are of Medicare contracts alone. `line-of-business@<day>` is that of one day, whatever the date in view.
 */
export function addLineOfBusiness(population: PopulationView): void {
  const codes = codesOn(population)
  const about = { label: m.lineOfBusiness, group: 'place-and-payer', values } as const
  population.add({ ...about, id: lineOfBusiness, hidden: false, fixed: false, codes })
  population.addSource((id): Dimension | undefined => {
    const day = onDay.exec(id)?.[1]
    if (day === undefined) return undefined
    const label = m.lineOfBusinessOn(dayText(Number(day)))
    return { ...about, id, label, hidden: true, fixed: true, codes: () => codes(Number(day)) }
  })
}

/** A filter for people of one line of business on a day. */
export function lineFilter(line: 'medicare' | 'unknown', day: Day): Filter {
  return { dimension: `${lineOfBusiness}@${day}`, values: [line] }
}
