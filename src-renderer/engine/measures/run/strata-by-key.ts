/** What tells a stratum from the others of its group, as a text. */
export function stratumKey({ id, value }: { readonly id: string; readonly value: string | undefined }): string {
  return JSON.stringify([id, value])
}

/** Strata by {@link stratumKey} in the order of their ids and values, whichever people come first. */
export function strataInOrder<S>(byKey: ReadonlyMap<string, S>): readonly S[] {
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, stratum]) => stratum)
}
