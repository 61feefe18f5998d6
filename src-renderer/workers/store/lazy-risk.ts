import { loadRisk, type RiskDefinitions } from '#engine/risk/model/load-risk.ts'

let definitions: Promise<RiskDefinitions> | undefined

/** The definitions of risk, read and checked when somebody first asks. */
export function riskDefinitions(): Promise<RiskDefinitions> {
  definitions ??= import('../base/risk-resources.ts').then(({ riskFiles }) => loadRisk(riskFiles))
  return definitions
}
