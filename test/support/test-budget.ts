const wanted = process.env['POPULUS_TEST_BUDGET']

/**
 * Share of their full budgets that tests with random cases and random kills use in one run. What a run tries is the same each
 * time, so that a usual run takes a part, and the nightly run, which looks for new cases, sets POPULUS_TEST_BUDGET to 1.
 */
const share = wanted === undefined || wanted === '' ? 0.4 : Number(wanted)

/** @returns how many cases of a full budget this run tries, at least one */
export function budgeted(full: number): number {
  return Math.max(1, Math.round(full * share))
}

/** Every so many of the cases that stand in a row are tried, 1 with the full budget. */
export const stride = Math.max(1, Math.round(1 / share))
