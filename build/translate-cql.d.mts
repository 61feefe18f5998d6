/** Makes a function that translates CQL text to ELM; `elm` is undefined when there are errors. */
export function createTranslator(
  files: readonly string[]
): (cql: string) => { readonly elm: unknown; readonly errors: readonly string[] }
