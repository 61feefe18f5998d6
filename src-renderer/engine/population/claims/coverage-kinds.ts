import { enginePopulationClaimsMessages as m } from '#messages/engine/population/claims.ts'
import type { Store } from '../../store/model/store.ts'

/** What care a coverage pays for. */
export interface CoverageKind {
  readonly medical: boolean
  readonly pharmacy: boolean
}

/** The rule in words, for definitions. */
export const coverageKindRule = m.medicalAndPharmacyAreSetAgainst

const both: CoverageKind = { medical: true, pharmacy: true }

/** The first pattern that fits the code and the words of a type decides. */
const patterns: readonly (readonly [RegExp, CoverageKind])[] = [
  [/\b(dental|vision)\s+(hmo|ppo|pos|epo)\b|\bd(hmo|ppo)\b/i, { medical: false, pharmacy: false }],
  [/\b(medicare advantage|ma-?pd|medical|hmo|ppo|pos|epo)\b/i, both],
  [/\b(drugpol|pharmacy|prescription|drugs?|rx|part d|pdp)\b/i, { medical: false, pharmacy: true }],
  [/\b(dentprg|dental|vispol|vision)\b/i, { medical: false, pharmacy: false }],
  [/\bpart [ab]\b/i, { medical: true, pharmacy: false }]
]

/** 1 for rows of the coverage table that pay for medical care. */
export function medicalCoverages(store: Store): Uint8Array {
  return Uint8Array.from(coverageKinds(store), ({ medical }) => (medical ? 1 : 0))
}

/** The kind of each row of the coverage table. */
export function coverageKinds({ tables, concepts }: Store): readonly CoverageKind[] {
  const table = tables.get('coverage')
  if (table === undefined) return []
  const text = table.column('type_text', 'dictionary')
  const type = table.column('type', 'concept').ids
  const known = new Map<string, CoverageKind>()
  return Array.from({ length: table.rows }, (_, row) => {
    const id = type[row]!
    const words = `${text.values[text.codes[row]!] ?? ''} ${concepts.codes[id] ?? ''} ${concepts.displays[id] ?? ''}`
    const kind = known.get(words) ?? patterns.find(([pattern]) => pattern.test(words))?.[1] ?? both
    known.set(words, kind)
    return kind
  })
}
