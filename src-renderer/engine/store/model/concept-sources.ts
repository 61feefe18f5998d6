/** The concepts by the place they got while chunks arrived. */
export interface ConceptSources {
  readonly systems: readonly string[]
  readonly codes: readonly string[]
  readonly displays: readonly string[]
  /** The first display of each in every file that has one. */
  readonly firsts: readonly ReadonlyMap<number, FirstDisplay>[]
}

/** The first display that a file has for a concept. */
export interface FirstDisplay {
  readonly display: string
  /** Byte offset of the resource that it comes from. */
  readonly offset: number
}
