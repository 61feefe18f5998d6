/** Beginning of the ids of all dimensions of risk. */
export const riskPrefix = 'risk:'

/** Whether a dimension is one of risk, which a population knows once its risk is opened. */
export function isRiskDimension(id: string): boolean {
  return id.startsWith(riskPrefix)
}
