/** A dimension of rows: one code below `size` per row. */
export interface CrossDimension {
  readonly codes: CrossCodes
  readonly size: number
}

/** The smallest kind of numbers that holds the codes is the fastest. */
export type CrossCodes = Uint8Array | Uint16Array | Uint32Array

/** What is chosen in each dimension: 1 per code that passes; undefined where everything does. */
export type CrossChoice = readonly (Uint8Array | undefined)[]
