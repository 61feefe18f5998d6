import { comparableSystem } from '../../../base/codes/code-systems.ts'
import { SystemValue } from './system-value.ts'

/** A code of a code system. */
export class Code extends SystemValue {
  readonly code: string
  readonly system: string | undefined
  readonly version: string | undefined
  readonly display: string | undefined

  constructor(code: string, system?: string, version?: string, display?: string) {
    super()
    this.code = code
    this.system = system
    this.version = version
    this.display = display
  }

  get systemType(): string {
    return 'Code'
  }
}

/** Codes that mean the same thing. */
export class Concept extends SystemValue {
  readonly codes: readonly Code[]
  readonly display: string | undefined

  constructor(codes: readonly Code[], display?: string) {
    super()
    this.codes = codes
    this.display = display
  }

  get systemType(): string {
    return 'Concept'
  }
}

/** Tells whether a code belongs to a set of codes. */
export interface CodeMembership {
  /**
   * Without a system, a code matches by its text alone, as a FHIR `code` bound to a value set does; with one, by whichever of the addresses of
   * that system.
   */
  has(system: string | undefined, code: string): boolean
}

/** A value set: its identity and, where it is loaded, its expansion. */
export class ValueSet extends SystemValue implements CodeMembership {
  readonly id: string
  readonly version: string | undefined
  readonly name: string | undefined
  /** Codes by system; undefined when no expansion is loaded. */
  readonly expansion: ReadonlyMap<string, ReadonlySet<string>> | undefined
  readonly #codes = new Map<string, readonly ReadonlySet<string>[]>()
  /** The system that was asked for last, and its codes. */
  #lastSystem: string | undefined
  #lastCodes: readonly ReadonlySet<string>[] = []

  constructor(id: string, expansion?: ReadonlyMap<string, ReadonlySet<string>>, version?: string, name?: string) {
    super()
    this.id = id
    this.expansion = expansion
    this.version = version
    this.name = name
  }

  get systemType(): string {
    return 'ValueSet'
  }

  /** The codes of a system, under whichever of its addresses. */
  #codesOf(system: string): readonly ReadonlySet<string>[] {
    // One after the other mostly asks for codes of the same system.
    if (system === this.#lastSystem) return this.#lastCodes
    let found = this.#codes.get(system)
    if (found === undefined) {
      const compared = comparableSystem(system)
      found = [...(this.expansion ?? [])].flatMap(([other, codes]) =>
        comparableSystem(other) === compared ? [codes] : []
      )
      this.#codes.set(system, found)
    }
    this.#lastSystem = system
    this.#lastCodes = found
    return found
  }

  has(system: string | undefined, code: string): boolean {
    if (this.expansion === undefined) return false
    if (system === undefined) return [...this.expansion.values()].some((codes) => codes.has(code))
    for (const codes of this.#codesOf(system)) if (codes.has(code)) return true
    return false
  }
}

/** A reference to a code system as a whole. */
export class CodeSystem extends SystemValue implements CodeMembership {
  readonly id: string
  readonly version: string | undefined

  constructor(id: string, version?: string) {
    super()
    this.id = id
    this.version = version
  }

  get systemType(): string {
    return 'CodeSystem'
  }

  has(system: string | undefined): boolean {
    return system === this.id
  }
}
