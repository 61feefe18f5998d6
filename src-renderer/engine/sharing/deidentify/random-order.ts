/** Draws a whole number from 0 to below a bound, each as likely as any other. */
export type RandomBelow = (bound: number) => number

/** From the random numbers of the platform, without the bias of a remainder. */
export const secureBelow: RandomBelow = (bound) => {
  const draw = new Uint32Array(1)
  const last = Math.floor(2 ** 32 / bound) * bound
  do crypto.getRandomValues(draw)
  while (draw[0]! >= last)
  return draw[0]! % bound
}

/** The numbers from 0 to below `size` in a random order (Fisher and Yates). */
export function randomOrder(size: number, below: RandomBelow): Int32Array {
  const order = Int32Array.from({ length: size }, (_, place) => place)
  for (let place = size - 1; place > 0; place--) {
    const other = below(place + 1)
    const moved = order[place]!
    order[place] = order[other]!
    order[other] = moved
  }
  return order
}
