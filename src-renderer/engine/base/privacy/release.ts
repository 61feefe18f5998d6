/** A count that leaves the program, in whatever table it stands. */
export interface ReleaseCell {
  readonly count: number
  /** It was published before, or is known from elsewhere, so that it cannot be withheld. */
  readonly fixed?: boolean
  /** It was withheld before, and stays so. */
  readonly wasWithheld?: boolean
  /** It tells a small group in another way, such as by how little it changed; it is withheld like a small cell. */
  readonly sensitive?: boolean
  /** It is shown in this release, as was decided before. */
  readonly settled?: boolean
  /** It is not published itself, such as those who are not in a group: it only must not be found. */
  readonly unpublished?: boolean
  /** Nobody looks for it: it only says how others belong together. Its count is one that may be, and need not be whole. */
  readonly latent?: boolean
  /** How many other counts of its size its withholding costs as much as; 1 where absent. */
  readonly worth?: number
}

/** A cell that is the sum of others, by their places. */
export interface CellSum {
  readonly total: number
  readonly parts: readonly number[]
}

/** All that leaves together: the cells of any number of tables, and how they add up. A cell in two tables stands here once. */
export interface Release {
  readonly cells: readonly ReleaseCell[]
  readonly sums: readonly CellSum[]
}
