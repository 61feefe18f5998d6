import { ucumConvert, ucumFactor, ucumProblem } from './ucum.ts'

/** Atoms that count particles or charges, or a reaction of them, by what they count. A prefix may stand before each but U. */
const counted: Readonly<Record<string, string>> = { mol: 'mol', osm: 'osm', eq: 'eq', kat: 'mol', U: 'mol' }

/** Prefix and atom of a factor that counts. */
const countingFactor = /^(?:da|[YZEPTGMkhdcmunpfazy])?(mol|osm|eq|kat|U)$/

/**
 * What a unit counts, as a sorted list. UCUM takes a mole, an equivalent and an osmole for the same plain number. By that 54 mmol/mol
 * of HbA1c would be 5.4% (by the IFCC-NGSP equation it is 7.1%), 2 mEq/L of calcium 2 mmol/L (it is 1), and 1 mmol/L a number of cells.
 */
function countedBy(unit: string): string {
  return unit
    .replaceAll(/\{[^}]*\}/g, '')
    .split(/[./()]/)
    .flatMap((factor) => {
      const atom = countingFactor.exec(factor.replace(/[+-]?\d+$/, ''))?.[1]
      return atom === undefined ? [] : [counted[atom]!]
    })
    .sort()
    .join(' ')
}

/**
 * By what a result in one UCUM unit is multiplied to be in another: as {@link ucumFactor}, but only between units that count the same,
 * because the equation of anything else depends on the substance.
 */
export function resultFactor(from: string, to: string): number | undefined {
  return countedBy(from) === countedBy(to) ? ucumFactor(from, to) : undefined
}

/** UCUM for results, as those ask for it who must not load its tables before they are needed. */
export const resultUnits = {
  // No UCUM code has a blank; the library would print such a text.
  isUnit: (text: string): boolean => !/\s/.test(text) && ucumProblem(text) === undefined,
  convert: (value: number, from: string, to: string): number | undefined =>
    countedBy(from) === countedBy(to) ? ucumConvert(value, from, to) : undefined
}
