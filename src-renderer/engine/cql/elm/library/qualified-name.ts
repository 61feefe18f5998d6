/** Namespace of the System model in ELM's qualified names. */
const systemNamespace = '{urn:hl7-org:elm-types:r1}'

/** Whether a qualified name is one of the System model. */
export function isSystemType(name: string): boolean {
  return name.startsWith(systemNamespace)
}

/** A qualified name of ELM without its namespace: `Encounter` of `{http://hl7.org/fhir}Encounter`. */
export function bareName(name: string): string {
  return name.slice(name.indexOf('}') + 1)
}
