/** Two-sided 95% quantile of the normal distribution. */
const Z = 1.959964

/** What the spread of a triangle is made of, from each lag to the next. */
export interface LagSpread {
  /** Variance of one dollar's development; undefined where fewer than two months of service tell. */
  readonly variances: readonly (number | undefined)[]
  /** Amounts known at the lag, of the months of service that the factor is learned from. */
  readonly sums: readonly number[]
}

/** How amounts grow from each lag to the next. */
export interface LagDevelopment {
  /** From lag k to k + 1; undefined where nothing tells. */
  readonly factors: readonly (number | undefined)[]
  readonly spread: LagSpread
}

/**
 * Mack's variances of a chain ladder: Σ C(F - f)² ÷ (months - 1) over the months of service that have reached the next lag.
 * @param cumulative what was known of each month of service at each lag, as far as it has come; the oldest month first
 */
export function lagSpread(
  cumulative: readonly (readonly number[])[],
  factors: readonly (number | undefined)[]
): LagSpread {
  const variances: (number | undefined)[] = []
  const sums: number[] = []
  factors.forEach((factor, lag) => {
    const reached = cumulative.filter((known) => known.length > lag + 1 && known[lag]! > 0)
    sums.push(reached.reduce((sum, known) => sum + known[lag]!, 0))
    if (factor === undefined || reached.length === 0) {
      variances.push(undefined)
      return
    }
    if (reached.length === 1) {
      variances.push(extrapolated(variances.at(-2), variances.at(-1)))
      return
    }
    const squares = reached.reduce((sum, known) => sum + known[lag]! * (known[lag + 1]! / known[lag]! - factor) ** 2, 0)
    variances.push(squares / (reached.length - 1))
  })
  return { variances, sums }
}

/** The variance of a lag that one month of service alone has reached, by those of the two lags before (Mack 1993). */
function extrapolated(earlier: number | undefined, before: number | undefined): number | undefined {
  if (earlier === undefined || before === undefined || earlier === 0) return before
  return Math.min(before ** 2 / earlier, earlier, before)
}

/**
 * Variance of what an amount will come to, as a share of its square (Mack 1993): that of its own development and that of the
 * factors, from its lag on. Where too few months tell a variance, that of the lag before is taken, which is no smaller.
 * @param known what is known of the amount at `lag`
 */
export function relativeVariance({ factors, spread }: LagDevelopment, lag: number, known: number): number | undefined {
  let [amount, sum] = [known, 0]
  let before: number | undefined
  for (let index = 0; index < factors.length; index++) {
    const variance = spread.variances[index] ?? before
    before = variance
    if (index < lag) continue
    const factor = factors[index]
    if (factor === undefined || amount <= 0) return undefined
    // Beyond the age of the oldest month nothing is taken to come any more.
    const isOver = factor === 1 && spread.sums[index] === 0
    if (!isOver) {
      if (variance === undefined) return undefined
      sum += (variance / factor ** 2) * (1 / amount + (spread.sums[index]! > 0 ? 1 / spread.sums[index]! : 0))
    }
    amount *= factor
  }
  return sum
}

/** 95% interval of an amount that is estimated with a relative variance; log-normal, so that it is above 0. */
export function completedInterval(estimate: number, relative: number): readonly [low: number, high: number] {
  const spread = Z * Math.sqrt(Math.log(1 + relative))
  return [estimate * Math.exp(-spread), estimate * Math.exp(spread)]
}
