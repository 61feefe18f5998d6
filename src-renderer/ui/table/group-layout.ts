import { partitionPoint } from '#engine/base/kernels/lower-bound.ts'

/** One group of a table's rows. */
export interface RowGroup {
  readonly label: string
  readonly rows: number
  /** Place of its first row among all rows. */
  readonly first: number
}

/** Where rows and the headings of their groups stand, in lines of a table from its top. Each group has one line more for its heading. */
export class GroupLayout {
  readonly groups: readonly RowGroup[]

  constructor(groups: readonly RowGroup[]) {
    this.groups = groups
  }

  /** The line of a row. */
  lineOf(row: number): number {
    return row + this.#upTo(row)
  }

  /** The row that is at a line, or that follows the heading there. */
  rowAt(line: number): number {
    // Headings above the line: the heading of group g is at line `first + g`.
    const { groups } = this
    return line - partitionPoint(groups.length, (group) => groups[group]!.first + group >= line)
  }

  /** Headings on lines from `first` to before `end`, with the line of each. */
  headings(first: number, end: number): readonly { readonly group: RowGroup; readonly line: number }[] {
    return this.groups.flatMap((group, index) => {
      const line = group.first + index
      return line >= first && line < end ? [{ group, line }] : []
    })
  }

  /** Groups that begin at a row or before it. */
  #upTo(row: number): number {
    const { groups } = this
    return partitionPoint(groups.length, (group) => groups[group]!.first > row)
  }
}
