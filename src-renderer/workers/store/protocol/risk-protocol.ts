import type { RiskTable } from '#engine/risk/tables/read-risk-table.ts'

/** A file with a table of risk, as the page read it. */
export interface RiskTableFile {
  readonly name: string
  readonly text: string
}

/** A table in use: what it is, and how many rows it has. */
interface RiskTableInUse {
  readonly name: string
  /** SHA-256 of its text, hexadecimal. */
  readonly hash: string
  readonly kind: RiskTable['kind']
  readonly rows: number
  /** It says how people score, and is no table about members or areas: a definition, which is saved and approved. */
  readonly isDefinition: boolean
}

/** What an import came to. */
export interface RiskTablesInUse {
  readonly tables: readonly RiskTableInUse[]
  readonly unknownMembers: number
}
