import { engineMessages as m } from '#messages/engine.ts'

/** Agreement of two raters beyond chance. */
export interface Kappa {
  /** Cohen's kappa; undefined where both put everybody in one category, so that chance alone agrees. */
  readonly value: number | undefined
  readonly low: number | undefined
  readonly high: number | undefined
  /** Standard error in large samples, where kappa is not 0. */
  readonly standardError: number | undefined
  /** Share of pairs that agree. */
  readonly observed: number
  /** The share that would agree by chance. */
  readonly expected: number
}

const Z = 1.959963984540054

/** Sources of {@link cohenKappa}. */
export const kappaSources = [
  {
    title: m.aCoefficientOfAgreementForNominal,
    publisher: m.cohenJEducPsycholMeas20,
    year: 1960
  },
  {
    title: m.largeSampleStandardErrorsOfKappa,
    publisher: m.fleissJLCohenJEverittBS,
    year: 1969
  }
] as const

/**
 * Cohen's kappa of a square table of counts (rows: first rater, columns: second) with a 95 % interval by the standard error in
 * large samples of Fleiss, Cohen and Everitt 1969. The interval is cut off at 1 and -1.
 */
export function cohenKappa(counts: readonly (readonly number[])[]): Kappa {
  const total = counts.flat().reduce((sum, count) => sum + count, 0)
  if (total === 0)
    return {
      value: undefined,
      low: undefined,
      high: undefined,
      standardError: undefined,
      observed: Number.NaN,
      expected: Number.NaN
    }
  const share = counts.map((row) => row.map((count) => count / total))
  const rows = share.map((row) => row.reduce((sum, each) => sum + each, 0))
  const columns = share.map((_, index) => share.reduce((sum, row) => sum + row[index]!, 0))
  const observed = share.reduce((sum, row, index) => sum + row[index]!, 0)
  const expected = rows.reduce((sum, row, index) => sum + row * columns[index]!, 0)
  if (1 - expected < 1e-12)
    return { value: undefined, low: undefined, high: undefined, standardError: undefined, observed, expected }
  const value = (observed - expected) / (1 - expected)
  let diagonal = 0
  let others = 0
  share.forEach((row, i) => {
    row.forEach((each, j) => {
      if (i === j) diagonal += each * (1 - (rows[i]! + columns[i]!) * (1 - value)) ** 2
      else others += each * (columns[i]! + rows[j]!) ** 2
    })
  })
  const last = (value - expected * (1 - value)) ** 2
  const variance = Math.max(0, diagonal + (1 - value) ** 2 * others - last) / (total * (1 - expected) ** 2)
  const standardError = Math.sqrt(variance)
  return {
    value,
    low: Math.max(-1, value - Z * standardError),
    high: Math.min(1, value + Z * standardError),
    standardError,
    observed,
    expected
  }
}
