/** Fields by which parts of a panel say why they have nothing to show; other fields of these names are no text. */
const reasonFields: ReadonlySet<string> = new Set(['missing', 'refused', 'groups', 'concentration'])

/**
 * Says in the parts of a panel why they have nothing to show, where the data cannot tell who is in view: they would name something else
 * as the reason, such as that nobody was a member, or that care cost nothing.
 * @param reason in words for a sentence; undefined where the data can tell
 */
export function withholdReasons<R>(result: R, reason: string | undefined): R {
  if (reason === undefined) return result
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (!isPlain(value) || isMeasured(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [
        field,
        reasonFields.has(field) && (inner === undefined || typeof inner === 'string') ? reason : visit(inner)
      ])
    )
  }
  return visit(result) as R
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** A figure says itself why it has no value. */
function isMeasured(value: object): boolean {
  return 'value' in value && 'unit' in value
}
