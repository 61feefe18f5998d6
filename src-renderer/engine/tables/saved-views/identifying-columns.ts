import { lexPath } from '../../views/lex-path.ts'
import type { ViewDefinition, ViewSelect } from '../../views/view-definition.ts'

/** Elements by which a person could be recognized, in a resource about a person. */
const ofPeople = new Set(
  `
  name family given prefix suffix telecom address line city district postalCode birthDate identifier photo contact
  text div link
`
    .trim()
    .split(/\s+/)
)
/** Elements that name a person or hold free words, in any resource. */
const anywhere = new Set(
  'subscriberId note div comment patientInstruction conclusion description valueString'.split(' ')
)
const people = new Set(['Patient', 'RelatedPerson', 'Person'])
const toPeople = new Set(['subject', 'patient', 'beneficiary', 'subscriber', 'contained'])

/**
 * The columns of a view that may name, reach or describe one person in free words. Judged by the elements on their paths,
 * rather too many than too few: they are masked until names are revealed.
 */
export function identifyingColumns(definition: ViewDefinition): ReadonlySet<string> {
  const found = new Set<string>()
  const about = people.has(definition.resource)

  function walk(select: ViewSelect, outer: readonly string[]): void {
    const loops = [select.forEach, select.forEachOrNull, ...(select.repeat ?? [])].flatMap((path) =>
      path === undefined ? [] : namesIn(path)
    )
    const around = [...outer, ...loops]
    for (const { name, path } of select.column ?? []) {
      if (isIdentifying([...around, ...namesIn(path)])) found.add(name)
    }
    for (const nested of [...(select.select ?? []), ...(select.unionAll ?? [])]) walk(nested, around)
  }

  function isIdentifying(names: readonly string[]): boolean {
    if (names.some((name) => anywhere.has(name))) return true
    if (about && names.some((name) => ofPeople.has(name))) return true
    // The display of a reference is a name; so is what is found behind one.
    const behind = names.findIndex((name) => toPeople.has(name))
    if (behind >= 0 && names.slice(behind).some((name) => name === 'display' || ofPeople.has(name))) return true
    // Free text of an observation, an answer or an extension.
    return names.includes('value') && names.includes('string')
  }

  for (const select of definition.select) walk(select, [])
  return found
}

/** The names on a path that compiles. */
function namesIn(path: string): string[] {
  return lexPath(path).flatMap(({ kind, text }) => (kind === 'name' ? [text] : []))
}
