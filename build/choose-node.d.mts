/** A Node program and its version, such as 24.21.0. */
export interface NodeProgram {
  readonly path: string
  readonly version: string
}

/** The first current one of the candidates; where none is, the newest and a warning. At least one must be there. */
export function chooseNode(candidates: readonly (NodeProgram | undefined)[]): {
  readonly path: string
  readonly warning: string | undefined
}
