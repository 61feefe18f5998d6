import type { DictionaryColumn } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import { claimOfRows, type ClaimRecords } from './claim-tables.ts'

/** What a code of a line is about: the views `…_item_code` say what each word means. */
export type LineElement =
  | 'product'
  | 'modifier'
  | 'revenue'
  | 'location'
  | 'detail'
  | 'detail-modifier'
  | 'detail-revenue'
  | 'sub-detail'

/** The codes of lines beyond those in the rows of the lines, with the columns of their table. */
interface LineCodes {
  /** Concept of each code, -1 without. */
  readonly concepts: Int32Array
  /** Row of the claim of each code, -1 without. */
  readonly claims: Int32Array
  readonly elements: DictionaryColumn
  /** Number of the line within the claim. */
  readonly lines: Int32Array
}

/** Codes of what was done or given. */
export const productElements: ReadonlySet<LineElement> = new Set(['product', 'detail', 'sub-detail'])
/** Codes of services with what modifies them. */
export const serviceElements: ReadonlySet<LineElement> = new Set([
  ...productElements,
  'modifier',
  'detail-modifier'
] as const)
/** Revenue centers. */
export const revenueElements: ReadonlySet<LineElement> = new Set(['revenue', 'detail-revenue'])
/** Places of service. */
export const placeElements: ReadonlySet<LineElement> = new Set(['location'])

const claimsOfCodes = new DerivedValues<Table, Int32Array>()

/** The further codes of the lines of a kind of claims. @returns undefined when no line has any */
function lineCodes({ tables }: Store, claims: string, key: ClaimRecords['key']): LineCodes | undefined {
  const table = tables.get(`${claims}_item_code`)
  if (table === undefined || table.rows === 0) return undefined
  return {
    concepts: table.column('code', 'concept').ids,
    claims: claimsOfCodes.get(table, () => claimOfRows(table, key)),
    elements: table.column('element', 'dictionary'),
    lines: table.column('sequence', 'integer').values
  }
}

/** Tells which further codes are about one of some elements, belong to a claim and are known. */
function chooser(
  { concepts, claims, elements }: LineCodes,
  wanted: ReadonlySet<LineElement>,
  { codes }: ConceptTable
): (row: number) => boolean {
  const isWanted = elements.values.map((element) => wanted.has(element as LineElement))
  return (row) =>
    claims[row]! >= 0 && concepts[row]! >= 0 && isWanted[elements.codes[row]!] === true && codes[concepts[row]!] !== ''
}

/** Visits the further codes of some elements, with the row of the claim that they belong to. */
export function forEachLineCode(
  store: Store,
  { claims, key }: Pick<ClaimRecords, 'claims' | 'key'>,
  elements: ReadonlySet<LineElement>,
  visit: (claim: number, code: string, concept: number) => void
): void {
  const found = lineCodes(store, claims.name, key)
  if (found === undefined) return
  const isChosen = chooser(found, elements, store.concepts)
  found.claims.forEach((claim, row) => {
    const concept = found.concepts[row]!
    if (isChosen(row)) visit(claim, store.concepts.codes[concept]!, concept)
  })
}

/**
 * Tells the further codes of a line that are about what was done or given.
 * @param items lines of the claims
 * @returns undefined when no line has any
 */
export function productsOfLines(
  store: Store,
  items: Table,
  key: ClaimRecords['key']
): ((line: number) => readonly number[]) | undefined {
  const found = lineCodes(store, items.name.replace(/_item$/, ''), key)
  if (found === undefined) return undefined
  const { claims, concepts, lines } = found
  const isProduct = chooser(found, productElements, store.concepts)
  const claimOfLine = claimOfRows(items, key)
  const sequence = items.column('sequence', 'integer').values
  // The codes of each claim as a chain.
  const first = new Int32Array(claims.reduce((last, claim) => Math.max(last, claim), -1) + 1).fill(-1)
  const next = new Int32Array(claims.length).fill(-1)
  for (let row = claims.length - 1; row >= 0; row--) {
    if (!isProduct(row)) continue
    next[row] = first[claims[row]!]!
    first[claims[row]!] = row
  }
  return (line) => {
    const codes: number[] = []
    for (let row = first[claimOfLine[line]!] ?? -1; row >= 0; row = next[row]!)
      if (lines[row] === sequence[line]) codes.push(concepts[row]!)
    return codes
  }
}
