/** The same records with every instant written in UTC. */
export function inUtc<T>(value: T): T {
  if (typeof value === 'string') {
    const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d$/.test(value)
    return (isInstant ? new Date(value).toISOString().replace('Z', '+00:00') : value) as T
  }
  if (Array.isArray(value)) return value.map((item: unknown) => inUtc(item)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, inUtc(child as unknown)])) as T
}
