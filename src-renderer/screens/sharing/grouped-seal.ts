/** A seal in groups of four digits, to be read aloud. Spaces make no difference when it is typed. */
export function groupedSeal(seal: string): string {
  return seal.replace(/(.{4})(?=.)/g, '$1 ')
}
