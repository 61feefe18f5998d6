/** What there are tables of besides the records. */
export interface TabledState {
  readonly panels: { readonly generation: number }
  readonly savedViews: { readonly version: number }
  readonly cohorts: { readonly version: number }
  readonly measures: { readonly version: number }
  readonly models: { readonly list: readonly { readonly hash: string }[] }
}

/** Changes with everything that statements may ask: the data, saved views, cohorts, results of measures and models. */
export function tablesVersion({ panels, savedViews, cohorts, measures, models }: TabledState): string {
  const versions = [panels.generation, savedViews.version, cohorts.version, measures.version]
  return [...versions, ...models.list.map(({ hash }) => hash)].join('|')
}
