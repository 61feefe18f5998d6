/** Up or down. */
export type Direction = 1 | -1

/**
 * How far cells were seen to move. Whatever is withheld stays withheld, so that a move that was found remains possible, and
 * so does each part of it: a cell that moved as far as is wanted needs no solving.
 */
export class KnownMoves {
  readonly #up: Float64Array
  readonly #down: Float64Array

  /** @param size how many cells there are */
  constructor(size: number) {
    this.#up = new Float64Array(size)
    this.#down = new Float64Array(size)
  }

  /** @param move how far each of the cells goes together with the others */
  add(places: readonly number[], move: Float64Array): void {
    places.forEach((place, index) => {
      this.#up[place] = Math.max(this.#up[place]!, move[index]!)
      this.#down[place] = Math.max(this.#down[place]!, -move[index]!)
    })
  }

  /** @returns the farthest that is known, not below 0 */
  of(place: number, direction: Direction): number {
    return rounded((direction > 0 ? this.#up : this.#down)[place]!)
  }
}

/** A distance without the rounding errors of solving. */
export const rounded = (distance: number): number => Math.round(distance * 1e6) / 1e6
