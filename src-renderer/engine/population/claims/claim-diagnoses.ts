import { NO_INTEGER, targetOf } from '../../store/model/column.ts'
import type { Store } from '../../store/model/store.ts'
import { conditionConcepts } from './condition-concepts.ts'
import { claimOfRows, type ClaimTables } from './claim-tables.ts'

/**
 * Calls `visit` with the claim's row and the concept of every diagnosis of a store's claims. A diagnosis that refers to a
 * Condition is that of the Condition, while `counts` is 1 for it. Where the Condition is not in the data, the diagnosis is
 * what the line that names it is coded with, if that is in `wanted`: Synthea writes the disease as the product of that line.
 * @param counts 1 for rows of `condition` that may count
 * @param wanted whether a concept is a diagnosis that somebody asks for
 */
export function eachClaimDiagnosis(
  store: Store,
  { diagnoses, items, key }: ClaimTables,
  counts: Uint8Array | undefined,
  wanted: (concept: number) => boolean,
  visit: (claim: number, concept: number) => void
): void {
  const claim = claimOfRows(diagnoses, key)
  const codes = diagnoses.column('code', 'concept').ids
  const condition = diagnoses.column('condition_id', 'reference')
  const sequence = diagnoses.column('sequence', 'integer').values
  const ofCondition = conditionConcepts(store)
  const unresolved = new Set<string>()
  for (let row = 0; row < diagnoses.rows; row++) {
    const target = claim[row]!
    if (target < 0) continue
    if (codes[row]! >= 0) visit(target, codes[row]!)
    if (condition.codes[row]! < 0) continue
    const referred = targetOf(condition, row)
    if (referred < 0) {
      if (codes[row]! < 0 && sequence[row] !== NO_INTEGER) unresolved.add(`${target} ${sequence[row]!}`)
    } else if (counts?.[referred] === 1) for (const concept of ofCondition(referred)) visit(target, concept)
  }
  if (unresolved.size === 0 || items === undefined) return
  const lineClaim = claimOfRows(items, key)
  const lineDiagnosis = items.column('diagnosis_sequence', 'integer').values
  const lineCode = items.column('code', 'concept').ids
  for (let row = 0; row < items.rows; row++) {
    const concept = lineCode[row]!
    if (concept < 0 || lineDiagnosis[row] === NO_INTEGER || !wanted(concept)) continue
    if (unresolved.has(`${lineClaim[row]!} ${lineDiagnosis[row]!}`)) visit(lineClaim[row]!, concept)
  }
}

/**
 * 1 for diagnoses of claims that say what they are: by a code, by a Condition in the data, or by the code of a line that names
 * them.
 */
export function codedDiagnoses({ diagnoses, items, key }: ClaimTables): Uint8Array {
  const codes = diagnoses.column('code', 'concept').ids
  const condition = diagnoses.column('condition_id', 'reference')
  const coded = new Uint8Array(codes.length)
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0 || targetOf(condition, row) >= 0) coded[row] = 1
  if (items === undefined || coded.every((good) => good === 1)) return coded
  const lineClaim = claimOfRows(items, key)
  const lineDiagnosis = items.column('diagnosis_sequence', 'integer').values
  const lineCode = items.column('code', 'concept').ids
  const named = new Set<string>()
  for (let row = 0; row < items.rows; row++)
    if (lineCode[row]! >= 0 && lineDiagnosis[row] !== NO_INTEGER) named.add(`${lineClaim[row]!} ${lineDiagnosis[row]!}`)
  const claim = claimOfRows(diagnoses, key)
  const sequence = diagnoses.column('sequence', 'integer').values
  return coded.map((good, row) => (good === 1 || named.has(`${claim[row]!} ${sequence[row]!}`) ? 1 : 0))
}
