/** The first place in an ascending list that is not less than a value; the length of the list when there is none. */
export function lowerBound(list: Int32Array, value: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (list[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The first of some places from which on something holds, as {@link lowerBound} where no list of numbers is searched.
 * @param holds for all places behind one for which it does @returns `length` when it holds for none
 */
export function partitionPoint(length: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
