import type { SolvingWatch } from './solving-watch.ts'
import { EPSILON, Tableau, type Equation, type ProgramBounds } from './tableau.ts'

/** Steps without progress after which the first fitting column is taken (Bland), so that no basis comes twice. */
const STALLED_STEPS = 40

const byNumber = (left: number, right: number): number => left - right

/** Equations over variables, for which linear programs with any bounds and gains are solved. */
export class LinearSystem {
  readonly #equations: readonly Equation[]
  /** Places of the equations of each variable. */
  readonly #equationsOf: readonly (readonly number[])[]

  /** @param size how many variables there are */
  constructor(size: number, equations: readonly Equation[]) {
    const equationsOf = Array.from({ length: size }, (): number[] => [])
    equations.forEach((equation, place) => {
      for (const { variable } of equation) equationsOf[variable]!.push(place)
    })
    this.#equations = equations
    this.#equationsOf = equationsOf
  }

  /**
   * Maximizes by the simplex method with bounded variables (Dantzig; Bland where it stalls). Each variable is the difference
   * of an increase and a decrease, so that the point 0 is a basis from the start and no first phase is needed. Variables that
   * cannot move, and those that no gain is linked with by way of variables that can, stay at 0.
   * @returns the variables at the maximum
   * @throws EffortSpent of the watch
   */
  maximize(bounds: ProgramBounds, watch?: Pick<SolvingWatch, 'spend'>): Float64Array {
    const { variables, equations } = this.#linkedWithGains(bounds)
    watch?.spend(equations.length * variables.length)
    const tableau = new Tableau(bounds, variables, equations)
    let stalled = 0
    for (;;) {
      watch?.spend(equations.length + 2 * variables.length)
      const entering = tableau.entering(stalled > STALLED_STEPS)
      if (entering < 0) return tableau.values()
      const step = tableau.enter(entering)
      watch?.spend(tableau.changed)
      // What has a gain is bounded, so that what goes on without end gains a rounding error at most.
      if (step === Number.POSITIVE_INFINITY) return tableau.values()
      stalled = step > EPSILON ? 0 : stalled + 1
    }
  }

  /** The variables that can move with one that has a gain, in their order, and the equations with one of them. */
  #linkedWithGains({ lower, upper, gain }: ProgramBounds): {
    readonly variables: readonly number[]
    readonly equations: readonly Equation[]
  } {
    const isReached = new Uint8Array(gain.length)
    const isUsed = new Uint8Array(this.#equations.length)
    const variables: number[] = []
    const places: number[] = []
    const reach = (variable: number): void => {
      if (isReached[variable] === 1 || (upper[variable]! <= 0 && lower[variable]! >= 0)) return
      isReached[variable] = 1
      variables.push(variable)
    }
    gain.forEach((each, variable) => {
      if (each !== 0) reach(variable)
    })
    for (const reached of variables)
      for (const place of this.#equationsOf[reached]!) {
        if (isUsed[place] === 1) continue
        isUsed[place] = 1
        places.push(place)
        for (const { variable } of this.#equations[place]!) reach(variable)
      }
    return {
      variables: variables.toSorted(byNumber),
      equations: places.toSorted(byNumber).map((place) => this.#equations[place]!)
    }
  }
}
