/** Where the bytes of one file come from: a File the user dropped, or a one-time URL asked from the page when it is its turn. */
export type LoadSource =
  | { readonly kind: 'blob'; readonly name: string; readonly blob: Blob }
  | {
      readonly kind: 'import'
      readonly name: string
      readonly bytes: number
      readonly importId: string
      readonly file: number
      /** Stretches of it can be read without what is before them. */
      readonly seekable?: boolean | undefined
    }
