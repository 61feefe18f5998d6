/**
 * For each day from an origin to the last of some days: which of them are not before it, a bit each.
 * @param days epoch days, ascending, fewer than 32
 * @param origin epoch day, not after the last of the days
 * @returns by day after the origin
 */
export function daysNotBefore(days: readonly number[], origin: number): Int32Array {
  const bits = new Int32Array(days[days.length - 1]! - origin + 1)
  for (let place = 0; place < bits.length; place++)
    for (let index = 0; index < days.length; index++) if (days[index]! >= origin + place) bits[place]! |= 1 << index
  return bits
}
