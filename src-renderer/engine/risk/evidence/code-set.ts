const cached = new WeakMap<readonly string[], ReadonlySet<string>>()

function setOf(codes: readonly string[]): ReadonlySet<string> {
  const found = cached.get(codes) ?? new Set(codes)
  cached.set(codes, found)
  return found
}

/** Whether a code, or what it begins with, is among some codes. */
export function isAmong(codes: readonly string[], code: string): boolean {
  return beginningAmong(setOf(codes), code) !== undefined
}

/** The longest beginning of a code that some codes have; the code itself where they have it. */
export function beginningAmong(codes: Pick<ReadonlySet<string>, 'has'>, code: string): string | undefined {
  for (let length = code.length; length > 0; length--) {
    const beginning = code.slice(0, length)
    if (codes.has(beginning)) return beginning
  }
  return undefined
}
