const snomed = 'http://snomed.info/sct'

/** The display of a concept without the semantic tag that fully specified names of SNOMED CT end with. */
export function plainDisplay(system: string, display: string): string {
  return system === snomed ? display.replace(/ \((?:[a-z]+(?: [a-z]+)*|[a-z]+\/[a-z]+)\)$/, '') : display
}
