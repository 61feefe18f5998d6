/** Beginning of the ids of all dimensions of models. */
const modelPrefix = 'model-risk/'

/** Whether a dimension is one of a model, which a population knows once its models are opened. */
export function isModelDimension(id: string): boolean {
  return id.startsWith(modelPrefix)
}

/**
 * The dimension of people whose predicted risk is at or above a threshold.
 * @param threshold 0 to 1; it counts to a tenth of a percent
 */
export function modelDimensionId(hash: string, threshold: number): string {
  return `${modelPrefix}${hash.slice(0, 16)}/${Math.round(threshold * 1000)}`
}

/** What an id names; undefined for other ids. */
export function readModelDimension(id: string): { readonly hash: string; readonly threshold: number } | undefined {
  const [, hash, perMille] = /^model-risk\/([0-9a-f]{16})\/(\d{1,4})$/.exec(id) ?? []
  return hash === undefined ? undefined : { hash, threshold: Number(perMille) / 1000 }
}
