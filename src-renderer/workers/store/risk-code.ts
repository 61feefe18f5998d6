import { loadRisk, type RiskDefinitions } from '#engine/risk/model/load-risk.ts'
import { riskFiles } from '../base/risk-resources.ts'

export { isRiskDefinition, readRiskTable, rowsOfTable } from '#engine/risk/tables/read-risk-table.ts'
export { applyTables } from '#engine/risk/tables/risk-imports.ts'
export { sha256 } from '#engine/sharing/pack/canonical-json.ts'
export { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'

/** The definitions of risk, checked. */
export const definitions: RiskDefinitions = loadRisk(riskFiles)
