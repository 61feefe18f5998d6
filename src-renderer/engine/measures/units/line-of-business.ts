import { emptyCodes } from '../../base/kernels/codes.ts'
import { coverageTerms, coverageWithin } from '../../population/claims/coverage-terms.ts'
import type { Dimension, DimensionValue } from '../../population/selection/dimension.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** Id of the dimension. */
export const lineOfBusiness = 'line-of-business'

const values: readonly DimensionValue[] = [
  { value: 'medicare', label: 'Medicare' },
  { value: 'medicaid', label: 'Medicaid' },
  { value: 'commercial', label: 'Commercial' },
  { value: 'other', label: 'Other or self-pay' },
  { value: 'unknown', label: 'Not recorded' }
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

/**
 * The line of business that a kind of coverage belongs to: by its Source of Payment Typology code, else by its names.
 * @param names of the kind, the plan and the payer
 */
export function lineOf(system: string, code: string, names: readonly string[]): string {
  if (/nahdo\.org\/sopt|2\.16\.840\.1\.113883\.3\.221\.5/.test(system)) return typology[code.charAt(0)] ?? 'other'
  return lineOfName(names.join(' '))
}

function linesOfRows(store: Store, table: Table): Uint8Array {
  const type = table.column('type', 'concept')
  const texts = ['type_text', 'payor_name'].map((name) => table.column(name, 'dictionary'))
  const { systems, codes, displays } = store.concepts
  return Uint8Array.from({ length: table.rows }, (_, row) => {
    const concept = type.ids[row]!
    const names = texts.map((text) => (text.codes[row]! < 0 ? '' : text.values[text.codes[row]!]!))
    return concept < 0
      ? codeOf.get(lineOf('', '', names))!
      : codeOf.get(lineOf(systems[concept]!, codes[concept]!, [displays[concept]!, ...names]))!
  })
}

/**
 * Line of business: of the Coverage in force on the date (of several the one that began last), else of the payer's name.
 * Star ratings are of Medicare contracts alone.
 */
export function lineOfBusinessDimension(population: PopulationView): Dimension {
  const { store } = population
  const table = store.tables.get('coverage')
  const rows = table && linesOfRows(store, table)
  const terms = coverageTerms(store)
  const payers = population.dimension('payer').values
  const ofPayer = payers.map(({ value, label }) =>
    codeOf.get(value === 'unknown' ? 'unknown' : lineOfName(`${value} ${label}`))!
  )
  return {
    id: lineOfBusiness,
    label: 'Line of business',
    group: 'Place and payer',
    hidden: false,
    fixed: false,
    values,
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, values.length)
      const paid = population.codes('payer', asOf)
      for (let patient = 0; patient < codes.length; patient++) {
        const row = terms === undefined ? -1 : coverageWithin(terms, patient, { from: asOf, to: asOf })
        codes[patient] = row < 0 ? (ofPayer[paid[patient]!] ?? codeOf.get('unknown')!) : rows![row]!
      }
      return codes
    }
  }
}
