/** Which stored resources have security labels (`Resource.meta.security`); the others have none. */
export interface SecurityLabels {
  /** Distinct sets of labels: each label as `system|code`, in order, with a line feed between. */
  readonly texts: readonly string[]
  readonly byType: ReadonlyMap<string, LabelledResources>
}

/** The labelled resources of one type. */
export interface LabelledResources {
  /** Rows of the type's index, ascending; one may occur several times. */
  readonly rows: Int32Array
  /** Code into `texts` of each row. */
  readonly label: Int32Array
}

/**
 * The labels of a resource as one text.
 * @param security `Resource.meta.security` as it was read: codings, or anything else where the resource is malformed
 * @returns '' for none. A coding without a code counts by its display or as the label `|`: somebody meant to label the resource
 */
export function labelText(security: unknown): string {
  const codings: readonly unknown[] = Array.isArray(security) ? security : [security]
  const labels = codings.flatMap((coding) => {
    if (typeof coding !== 'object' || coding === null) return []
    const { system, code, display } = coding as Readonly<Record<string, unknown>>
    const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
    return [`${text(system)}|${text(code) || text(display)}`]
  })
  return Array.from(new Set(labels)).sort().join('\n')
}

/** The labels of a set, each as `system|code`. */
export function labelsOf(text: string): readonly string[] {
  return text.split('\n')
}
