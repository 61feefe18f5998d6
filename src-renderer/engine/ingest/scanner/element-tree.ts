import { engineIngestScannerMessages as m } from '#messages/engine/ingest/scanner.ts'

/** Elements of one JSON object that the scanner reads, by name. */
export interface ElementNode {
  readonly members: Map<string, ElementMember>
  /** Names that another member may stand for: `code` may be written `codeCodeableConcept`. */
  readonly guards: Set<string>
}

/**
 * What the scanner does with a member: `leaf` reads a plain value, `object` an object or an array of them, `mark` only notes
 * that it is there, and `refuse` leaves the whole line to the general path.
 */
export type ElementUse = 'leaf' | 'object' | 'mark' | 'refuse'

/** One member of an {@link ElementNode}. */
export interface ElementMember {
  readonly name: string
  readonly use: ElementUse
  /** Members of an `object`. */
  readonly node: ElementNode | undefined
  /** An `object` or a `leaf` that must be no array, or a `mark` that must be an object. */
  single: boolean
  /** A `leaf` that must be true or false. */
  boolean: boolean
  /** Texts of a `leaf` that must not name a FHIR version. */
  profile: boolean
}

/** Makes a node without members. */
export function elementNode(): ElementNode {
  return { members: new Map(), guards: new Set() }
}

/** Says why a view or a resource type is left to the general path. */
export class NotScannable extends Error {}

/**
 * The member of a node, which is made when it is new.
 * @throws NotScannable when it is used in another way already
 */
export function memberOf(node: ElementNode, name: string, use: ElementUse): ElementMember {
  const known = node.members.get(name)
  if (known === undefined) {
    const made: ElementMember = {
      name,
      use,
      node: use === 'object' ? elementNode() : undefined,
      single: false,
      boolean: false,
      profile: false
    }
    node.members.set(name, made)
    return made
  }
  if (known.use !== use) throw new NotScannable(m.isUsedInTwoWays(name))
  return known
}

/** A plain member that must be no array, because something else than a path reads it. */
export function plainMember(node: ElementNode, name: string): ElementMember {
  const member = memberOf(node, name, 'leaf')
  member.single = true
  return member
}
