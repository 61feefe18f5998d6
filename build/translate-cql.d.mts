/** Path of the FHIR 4.0.1 model info, or undefined while the peers are not installed. */
export function modelInfoPath(): string | undefined

/** Makes a function that translates CQL text to ELM; `elm` is undefined when there are errors. */
export function createTranslator(
  files: readonly string[]
): (cql: string) => { readonly elm: unknown; readonly errors: readonly string[] }
