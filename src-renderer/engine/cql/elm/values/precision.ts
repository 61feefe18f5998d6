/** How finely a date or time is known: 1 year, 2 month, 3 day, 4 hour, 5 minute, 6 second, 7 millisecond. */
export type Precision = 1 | 2 | 3 | 4 | 5 | 6 | 7

const names = ['', 'year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const

/** ELM's `precision` attribute as a number; weeks are not among them. Undefined when the name is unknown. */
export function precisionFromName(name: string): Precision | undefined {
  const index = names.indexOf(name.toLowerCase() as (typeof names)[number])
  return index > 0 ? (index as Precision) : undefined
}
