import type { PopulationSource } from '#engine/store/model/source-keys.ts'

/** Where the bytes of one file come from: a File the user dropped, or a one-time URL asked from the page when it is its turn. */
export type LoadSource =
  | { readonly kind: 'blob'; readonly name: string; readonly blob: Blob; readonly from?: PopulationSource }
  | {
      readonly kind: 'import'
      readonly name: string
      readonly bytes: number
      readonly importId: string
      readonly file: number
      /** Stretches of it can be read without what is before them. */
      readonly seekable?: boolean | undefined
      /** Its source, when the population has several. */
      readonly from?: PopulationSource
    }
