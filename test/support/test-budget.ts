const wanted = process.env['POPULUS_TEST_BUDGET']

/**
 * Share of their full budgets that tests with random cases and random kills use in one run. What a run tries is the same each
 * time, so that a usual run takes a part, and the nightly run, which looks for new cases, sets POPULUS_TEST_BUDGET to 1.
 */
const share = wanted === undefined || wanted === '' ? 0.25 : Number(wanted)

/** @returns how many cases of a full budget this run tries, at least one */
export function budgeted(full: number): number {
  return Math.max(1, Math.round(full * share))
}

/** Every so many of the cases that stand in a row are tried, 1 with the full budget. */
export const stride = Math.max(1, Math.round(1 / share))

/** Calls from one that fails by a code to the next: three codes take turns in a usual run, and with the full budget each fails all. */
export const codeStep = Math.min(stride, 3)

/**
 * Which of some calls, given by their names in the order in which they are made, are tried: with the full budget all of them;
 * else the first and the last of each name, and every so many of the others.
 * @returns places of the calls, rising
 */
export function chosenCalls(names: readonly string[]): readonly number[] {
  return [...names.keys()].filter(
    (place) =>
      place % stride === 0 || names.indexOf(names[place]!) === place || names.lastIndexOf(names[place]!) === place
  )
}
