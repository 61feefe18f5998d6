/** A function of a point in the unit cube. */
export type Objective = (point: readonly number[]) => number

/** A search that has not ended by then goes round in a flat place. */
const MAX_STEPS = 300
const [REFLECT, EXPAND, CONTRACT, SHRINK] = [1, 2, 0.5, 0.5]

/**
 * Finds a low point of a function in the unit cube by the simplex method (Nelder JA, Mead R. Comput J 1965; 7: 308-313);
 * points outside are moved to its edge.
 *
 * @param start where the simplex begins
 * @param precision how small the simplex is when the search ends, along each axis
 * @returns the lowest point that was met
 */
export function minimize(objective: Objective, start: readonly number[], precision: number): readonly number[] {
  const size = start.length
  if (size === 0) return start
  const within = (point: readonly number[]): number[] => point.map((value) => Math.min(1, Math.max(0, value)))
  const vertexAt = (point: readonly number[]): { point: readonly number[]; value: number } => {
    const inside = within(point)
    return { point: inside, value: objective(inside) }
  }
  const moved = (axis: number): number[] =>
    start.map((value, index) => (index === axis ? value + (value > 0.5 ? -0.2 : 0.2) : value))
  let simplex = [vertexAt(start), ...start.map((_, axis) => vertexAt(moved(axis)))]
  for (let step = 0; step < MAX_STEPS; step++) {
    simplex.sort((left, right) => left.value - right.value)
    const [best, worst] = [simplex[0]!, simplex[size]!]
    if (spread(simplex) < precision) break
    const center = start.map((_, axis) => {
      let sum = 0
      for (let vertex = 0; vertex < size; vertex++) sum += simplex[vertex]!.point[axis]!
      return sum / size
    })
    const along = (factor: number): { point: readonly number[]; value: number } =>
      vertexAt(center.map((value, axis) => value + factor * (value - worst.point[axis]!)))
    const reflected = along(REFLECT)
    if (reflected.value < best.value) {
      const expanded = along(EXPAND)
      simplex[size] = expanded.value < reflected.value ? expanded : reflected
    } else if (reflected.value < simplex[size - 1]!.value) simplex[size] = reflected
    else {
      const contracted = along(reflected.value < worst.value ? CONTRACT : -CONTRACT)
      if (contracted.value < Math.min(worst.value, reflected.value)) simplex[size] = contracted
      else
        simplex = simplex.map(({ point }, vertex) =>
          vertex === 0
            ? best
            : vertexAt(point.map((value, axis) => best.point[axis]! + SHRINK * (value - best.point[axis]!)))
        )
    }
  }
  return simplex.reduce((low, vertex) => (vertex.value < low.value ? vertex : low)).point
}

/** The longest distance of a vertex from the first along one axis. */
function spread(simplex: readonly { readonly point: readonly number[] }[]): number {
  const [first] = simplex
  return Math.max(
    ...simplex.flatMap(({ point }) => point.map((value, axis) => Math.abs(value - (first?.point[axis] ?? value))))
  )
}
