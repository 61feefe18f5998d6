const files = import.meta.glob<unknown>('../../../resources/risk/*.json', { eager: true, import: 'default' })

/** The definitions of risk, as bundled. They are large, so that a worker imports them when somebody asks. */
export const riskFiles: readonly unknown[] = Object.keys(files)
  .sort()
  .map((name) => files[name])
