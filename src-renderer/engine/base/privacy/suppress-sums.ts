import { isSmallCount } from './small-count.ts'
import { defined } from '#shared/language/defined.ts'

/** How a cell is published: `shown` as it is; `small` as "<11"; `withheld`, as "suppressed", because a small one could be computed from it. */
export type CellStatus = 'shown' | 'small' | 'withheld'

/**
 * A cell of a table with totals, as an edge of a network in which what flows into a node flows out of it: a cell goes from
 * its row to its column, a total of a row from the root to the row, a total of a column from the column to the sink, and
 * the total of all from the sink to the root.
 */
export interface SumCell {
  readonly from: number
  readonly to: number
  readonly count: number
  /** It is published elsewhere, so that it cannot be withheld. */
  readonly fixed?: boolean
}

/** How far flows may change: one more unit along an edge, or one less. */
interface Residual {
  readonly more: Float64Array
  readonly less: Float64Array
}

/** Edges that touch each node. */
type Touching = readonly (readonly number[])[]

/** A step of a path along an edge, in its direction (`more`) or against it. */
interface Step {
  readonly edge: number
  readonly more: boolean
}

/**
 * Chooses which cells are withheld so that nobody can tell more of a small cell (1 to `limit` people) than that it is small:
 * whoever knows all that is published, that marked cells hold 1 to `limit`, and that the other withheld ones hold more, still
 * finds possible whatever would be possible if all cells but the zeros were withheld: every number from 1 to `limit`, unless
 * a small total already says less. The bounds are those of the network's circulations (an increase of a cell
 * needs a way back through withheld cells), and cells are withheld along cheapest ways until they are wide enough.
 * @param nodes how many there are
 */
export function suppressSums(cells: readonly SumCell[], nodes: number, limit: number): readonly CellStatus[] {
  const status = cells.map(({ count }): CellStatus => (isSmallCount(count, limit) ? 'small' : 'shown'))
  const touching: number[][] = Array.from({ length: nodes }, () => [])
  cells.forEach(({ from, to }, edge) => {
    touching[from]!.push(edge)
    touching[to]!.push(edge)
  })
  const everything = allWithheld(cells, status)
  for (let edge = 0; edge < cells.length; edge++) {
    if (status[edge] !== 'small') continue
    const wanted = reachOf(edge, cells, everything, touching, limit)
    while (!isProtected(edge, cells, status, touching, limit, wanted)) {
      const added = wayAround(edge, cells, status, touching, limit, wanted)
      for (const each of added) status[each] = 'withheld'
      if (added.length === 0) return everything
    }
  }
  return status
}

/** The status where all that can be withheld is. */
function allWithheld(cells: readonly SumCell[], status: readonly CellStatus[]): CellStatus[] {
  return cells.map(({ count, fixed }, edge) =>
    status[edge] === 'shown' && count > 0 && fixed !== true ? 'withheld' : status[edge]!
  )
}

function residualOf(cells: readonly SumCell[], status: readonly CellStatus[], limit: number): Residual {
  const more = new Float64Array(cells.length)
  const less = new Float64Array(cells.length)
  cells.forEach(({ count }, edge) => {
    if (status[edge] === 'small') {
      more[edge] = limit - count
      less[edge] = count - 1
    } else if (status[edge] === 'withheld') {
      more[edge] = Number.POSITIVE_INFINITY
      less[edge] = count - limit - 1
    }
  })
  return { more, less }
}

/** By how much a small cell may be larger and smaller than it is, for all that is published. */
interface Reach {
  readonly up: number
  readonly down: number
}

function reachOf(
  edge: number,
  cells: readonly SumCell[],
  status: readonly CellStatus[],
  touching: Touching,
  limit: number
): Reach {
  const { from, to, count } = cells[edge]!
  const residual = (): Residual => residualOf(cells, status, limit)
  return {
    up: push(to, from, limit - count, edge, cells, residual(), touching),
    down: push(from, to, count - 1, edge, cells, residual(), touching)
  }
}

function isProtected(
  edge: number,
  cells: readonly SumCell[],
  status: readonly CellStatus[],
  touching: Touching,
  limit: number,
  wanted: Reach
): boolean {
  const { up, down } = reachOf(edge, cells, status, touching, limit)
  return up >= wanted.up && down >= wanted.down
}

/** Pushes units from one node to another without an edge, and takes them out of the residual. @returns how many went */
function push(
  start: number,
  end: number,
  wanted: number,
  without: number,
  cells: readonly SumCell[],
  residual: Residual,
  touching: Touching
): number {
  let pushed = 0
  while (pushed < wanted) {
    const path = cheapest(start, end, without, cells, touching, (edge, more) =>
      (more ? residual.more : residual.less)[edge]! > 0 ? 0 : undefined
    )
    if (path === undefined) break
    const room = path.map(({ edge, more }) => (more ? residual.more : residual.less)[edge]!)
    const units = Math.min(wanted - pushed, ...room)
    for (const { edge, more } of path) {
      residual.more[edge]! += more ? -units : units
      residual.less[edge]! += more ? units : -units
    }
    pushed += units
  }
  return pushed
}

/** The cheapest shown cells that let a small one move farther, in the direction in which it cannot yet. */
function wayAround(
  edge: number,
  cells: readonly SumCell[],
  status: readonly CellStatus[],
  touching: Touching,
  limit: number,
  wanted: Reach
): readonly number[] {
  const { from, to } = cells[edge]!
  for (const [start, end, units] of [
    [to, from, wanted.up],
    [from, to, wanted.down]
  ] as const) {
    const residual = residualOf(cells, status, limit)
    if (push(start, end, units, edge, cells, residual, touching) >= units) continue
    const path = cheapest(start, end, edge, cells, touching, (each, more) => {
      if ((more ? residual.more : residual.less)[each]! > 0) return 0
      const cell = cells[each]!
      if (status[each] !== 'shown' || cell.fixed === true || cell.count <= limit) return undefined
      return more || cell.count > limit + 1 ? cell.count : undefined
    })
    const added = (path ?? []).flatMap((step) => (status[step.edge] === 'shown' ? [step.edge] : []))
    if (added.length > 0) return added
  }
  return []
}

/** The cheapest path (Dijkstra). @param costOf of a step along or against an edge; undefined where there is none */
function cheapest(
  start: number,
  end: number,
  without: number,
  cells: readonly SumCell[],
  touching: Touching,
  costOf: (edge: number, more: boolean) => number | undefined
): readonly Step[] | undefined {
  const cost = new Map<number, number>([[start, 0]])
  const steps = new Map<number, { readonly step: Step; readonly before: number }>()
  const open = new Set([start])
  /** Cost of the node that is looked from; no other one costs less from then on. */
  let lowest = 0
  search: while (open.size > 0) {
    let node = -1
    for (const each of open) {
      if (node < 0 || defined(cost.get(each)) < defined(cost.get(node))) node = each
      if (cost.get(node) === lowest) break
    }
    open.delete(node)
    if (node === end) break
    lowest = defined(cost.get(node))
    for (const edge of touching[node]!) {
      if (edge === without) continue
      const { from, to } = cells[edge]!
      const more = from === node
      const price = costOf(edge, more)
      if (price === undefined) continue
      const next = more ? to : from
      const sum = lowest + price
      if (sum >= (cost.get(next) ?? Number.POSITIVE_INFINITY)) continue
      cost.set(next, sum)
      steps.set(next, { step: { edge, more }, before: node })
      if (next === end && sum === lowest) break search
      open.add(next)
    }
  }
  if (!steps.has(end)) return undefined
  const path: Step[] = []
  for (let node = end; node !== start;) {
    const { step, before } = defined(steps.get(node))
    path.push(step)
    node = before
  }
  return path
}
