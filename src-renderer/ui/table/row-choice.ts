/**
 * Which rows of a long table are chosen, by index. Immutable. "All" stands for every row without listing them; `marked`
 * then holds those that are not chosen.
 */
export interface RowChoice {
  readonly all: boolean
  readonly marked: ReadonlySet<number>
  /** The row toggled last, where a range starts. */
  readonly anchor: number
}

/** No row. */
export const noRows: RowChoice = { all: false, marked: new Set(), anchor: 0 }

/** Every row. */
export const chooseEveryRow: RowChoice = { all: true, marked: new Set(), anchor: 0 }

/** The rows at some places, in order. */
export function rowsAt(places: readonly number[]): RowChoice {
  return places.length === 0 ? noRows : { all: false, marked: new Set(places), anchor: places[0]! }
}

/** Whether a row is chosen, by its place in the list. */
export function isChosen(choice: RowChoice, index: number): boolean {
  return choice.all !== choice.marked.has(index)
}

/** @param total rows in all */
export function countChosen(choice: RowChoice, total: number): number {
  return choice.all ? total - choice.marked.size : choice.marked.size
}

/** Chooses a row, or lets it go. */
export function toggleRow(choice: RowChoice, index: number): RowChoice {
  const marked = new Set(choice.marked)
  if (!marked.delete(index)) marked.add(index)
  return { ...choice, marked, anchor: index }
}

/** Chooses everything from the row toggled last to this one. */
export function extendTo(choice: RowChoice, index: number): RowChoice {
  const marked = new Set(choice.marked)
  for (let each = Math.min(choice.anchor, index); each <= Math.max(choice.anchor, index); each++) {
    if (choice.all) marked.delete(each)
    else marked.add(each)
  }
  return { ...choice, marked }
}

/** Chosen rows as ranges `[first, end)` in order. @param total rows in all */
export function chosenRanges(choice: RowChoice, total: number): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = []
  const marked = [...choice.marked].sort((a, b) => a - b)
  if (choice.all) {
    let first = 0
    for (const gap of [...marked, total]) {
      if (gap > first) ranges.push([first, gap])
      first = gap + 1
    }
    return ranges
  }
  for (const index of marked) {
    const last = ranges.at(-1)
    if (last?.[1] === index) ranges[ranges.length - 1] = [last[0], index + 1]
    else ranges.push([index, index + 1])
  }
  return ranges
}
