import type { RiskTable } from '#engine/risk/tables/read-risk-table.ts'

/** A file with a table of risk, as the page read it. */
export interface RiskTableFile {
  readonly name: string
  readonly text: string
}

/** A table in use: what it is, how many rows it has, and how many of them are about nobody in the data. */
interface RiskTableInUse {
  readonly name: string
  readonly kind: RiskTable['kind']
  readonly rows: number
}

/** What an import came to. */
export interface RiskTablesInUse {
  readonly tables: readonly RiskTableInUse[]
  readonly unknownMembers: number
}
