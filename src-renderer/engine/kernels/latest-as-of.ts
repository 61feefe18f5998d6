/**
 * Finds each patient's last entry on or before `asOf` that is not before `from`.
 * @param offsets entries of patient p are `[offsets[p], offsets[p + 1])`, ascending by day
 * @returns the entry's index per patient, -1 when there is none
 */
export function latestAsOf(offsets: Int32Array, days: Int32Array, asOf: number, from: number): Int32Array {
  const patients = offsets.length - 1
  const out = new Int32Array(patients)
  for (let patient = 0; patient < patients; patient++) {
    const start = offsets[patient]!
    let at = offsets[patient + 1]! - 1
    while (at >= start && days[at]! > asOf) at--
    out[patient] = at >= start && days[at]! >= from ? at : -1
  }
  return out
}
