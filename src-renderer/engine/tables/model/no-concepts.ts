import type { ConceptTable } from '../../store/model/concept-table.ts'

/** The concepts of something that has none. */
export const noConcepts: ConceptTable = { size: 0, systems: [], codes: [], displays: [], find: () => -1 }
