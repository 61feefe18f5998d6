/** A concept of RxNorm, see `rxnorm.mjs`. */
export interface RxNormConcept {
  readonly code: string
  readonly type: string
  readonly name: string
  readonly retired: boolean
  readonly ingredients: ReadonlySet<string>
}

/** Codes of a table with the first and last fiscal year that has each, see `icd.mjs`. */
export interface CodeTable {
  readonly codes: ReadonlyMap<string, { readonly first: number; readonly last: number }>
  readonly year: number
}

/** Addresses of the code systems whose rules can be followed. */
export const systems: { readonly icd10cm: string; readonly icd10pcs: string; readonly rxnorm: string }

/**
 * Follows the rules of a value set.
 * @returns entries of `expansion.contains`
 * @throws Error when a rule chooses nothing, or cannot be followed
 */
export function expand(
  compose: { readonly include: readonly unknown[]; readonly exclude?: readonly unknown[] },
  terminologies: {
    readonly tables: Readonly<Record<string, CodeTable>>
    readonly rxnorm: ReadonlyMap<string, RxNormConcept>
  }
): readonly { readonly system: string; readonly code: string; readonly inactive?: true }[]
