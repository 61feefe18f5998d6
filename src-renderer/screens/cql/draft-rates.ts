/** How many are in a population, and how many were under the installed version. */
export interface DraftPopulationCount {
  readonly code: string
  readonly count: number
  readonly before: number | undefined
}

/** The rate of a text and that of the installed version, 0..1; undefined where there is nobody to divide by. */
export function draftRates(populations: readonly DraftPopulationCount[]): {
  readonly before: number | undefined
  readonly now: number | undefined
} {
  return {
    before: rateOf(populations, ({ before }) => before),
    now: rateOf(populations, ({ count }) => count)
  }
}

const leftOut = ['denominator-exclusion', 'denominator-exception']

function rateOf(
  populations: readonly DraftPopulationCount[],
  countOf: (population: DraftPopulationCount) => number | undefined
): number | undefined {
  const count = (code: string): number | undefined => {
    const population = populations.find((each) => each.code === code)
    return population && countOf(population)
  }
  const numerator = count('numerator')
  const denominator = count('denominator')
  if (numerator === undefined || denominator === undefined) return undefined
  const eligible = denominator - leftOut.reduce((sum, code) => sum + (count(code) ?? 0), 0)
  // Whoever is excluded from the numerator stays in the denominator.
  const met = numerator - (count('numerator-exclusion') ?? 0)
  return eligible > 0 ? met / eligible : undefined
}
