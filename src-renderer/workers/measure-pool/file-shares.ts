import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'

/** Divides files, in their order, into shares of about the same number of bytes to read. */
export function fileShares(
  places: readonly FilePlaces[],
  sizes: readonly number[],
  shares: number
): readonly (readonly FilePlaces[])[] {
  const size = ({ file }: FilePlaces): number => Math.max(1, sizes[file] ?? 1)
  const total = places.reduce((sum, place) => sum + size(place), 0)
  const out: FilePlaces[][] = Array.from({ length: shares }, () => [])
  let before = 0
  for (const place of places) {
    const placeSize = size(place)
    out[Math.min(shares - 1, Math.floor(((before + placeSize / 2) / total) * shares))]!.push(place)
    before += placeSize
  }
  return out
}
