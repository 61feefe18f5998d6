/** Hexadecimal digits of a seal or fingerprint in groups of four, to be read aloud. Spaces make no difference when it is typed. */
export function groupedDigits(digits: string): string {
  return digits.replace(/(.{4})(?=.)/g, '$1 ')
}
