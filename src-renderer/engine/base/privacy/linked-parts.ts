import { defined } from '#shared/language/defined.ts'
import type { CellSum, Release } from './release.ts'

/** In larger parts each small cell is solved with so many cells around it, as if all others were known. */
const SOLVED_AROUND = 60

/** Cells that are linked by sums, directly or by way of others; those that are shown in any case link nothing. */
export interface LinkedPart {
  readonly cells: readonly number[]
  readonly sums: readonly CellSum[]
}

/** The parts of a release that have nothing to do with each other. */
export function linkedParts({ cells, sums }: Release): readonly LinkedPart[] {
  const parent = Int32Array.from(cells, (_, place) => place)
  const rootOf = (place: number): number => {
    let root = place
    while (parent[root] !== root) root = parent[root]!
    parent[place] = root
    return root
  }
  const links = ({ total, parts }: CellSum): readonly number[] =>
    [total, ...parts].filter((place) => cells[place]!.settled !== true)
  for (const sum of sums) {
    const [first, ...others] = links(sum)
    for (const each of others) parent[rootOf(each)] = rootOf(defined(first))
  }
  const found = new Map<number, { cells: number[]; sums: CellSum[] }>()
  cells.forEach((_, place) => {
    const root = rootOf(place)
    const part = found.get(root) ?? { cells: [], sums: [] }
    part.cells.push(place)
    found.set(root, part)
  })
  for (const sum of sums) {
    const [first] = links(sum)
    if (first !== undefined) defined(found.get(rootOf(first))).sums.push(sum)
  }
  return [...found.values()]
}

/**
 * The cells nearest to one of a large part. Whoever is protected from somebody who knows all the others is protected from
 * everybody, so that solving for these alone withholds too much, never too little.
 */
export function partsAround({ cells }: Release, part: LinkedPart): (target: number) => LinkedPart {
  const sumsOf = new Map<number, CellSum[]>(part.cells.map((place) => [place, []]))
  for (const sum of part.sums) {
    sumsOf.get(sum.total)?.push(sum)
    for (const place of sum.parts) sumsOf.get(place)?.push(sum)
  }
  // A zero cannot move, and nobody looks for it.
  const isLooked = (place: number): boolean =>
    sumsOf.has(place) &&
    (cells[place]!.count > 0 || cells[place]!.unpublished === true || cells[place]!.latent === true)
  return (target) => {
    const found = new Set([target])
    const sums = new Map<CellSum, number[]>()
    for (const place of found) {
      for (const sum of defined(sumsOf.get(place))) {
        sums.set(sum, [])
        if (found.size < SOLVED_AROUND && isLooked(sum.total)) found.add(sum.total)
        for (const each of sum.parts) {
          if (found.size >= SOLVED_AROUND) break
          if (isLooked(each)) found.add(each)
        }
      }
      if (found.size >= SOLVED_AROUND) break
    }
    // Sums that end outside are kept, too: what lies outside stands still.
    for (const place of found)
      for (const sum of defined(sumsOf.get(place))) {
        const parts = sums.get(sum) ?? []
        if (place !== sum.total) parts.push(place)
        sums.set(sum, parts)
      }
    return { cells: [...found], sums: [...sums].map(([{ total }, parts]) => ({ total, parts })) }
  }
}
