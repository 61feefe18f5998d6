/** Columns by which a person could be recognized; masked unless revealed. */
const identifying: Readonly<Record<string, readonly string[]>> = {
  patient: ['family', 'given', 'record_number', 'phone', 'address_line', 'city', 'postal_code', 'birth_date'],
  coverage: ['subscriber_id'],
  observation: ['value_text']
}

/** Names of the columns by which a person could be recognized, in any table. */
export const identifyingNames: ReadonlySet<string> = new Set(Object.values(identifying).flat())

/** Whether a column holds what names, reaches or describes one person in free words. */
export function isIdentifying(table: string, column: string): boolean {
  return identifying[table]?.includes(column) ?? false
}

/** A fixed number of dots for anything that is hidden whole. */
export const masked = '••••'

/**
 * The initial and three to seven dots. The number of dots comes from the patient's ordinal and says nothing of the name.
 */
export function maskedName(name: string, patient: number): string {
  const first = name.trim().codePointAt(0)
  const initial = first === undefined ? '' : String.fromCodePoint(first)
  return `${initial}${'•'.repeat(3 + ((Math.imul(patient + 1, 0x9e3779b1) >>> 16) % 5))}`
}

/** Dots, then the last four characters. */
export function maskedEnd(text: string): string {
  return text.length > 4 ? `${masked}${text.slice(-4)}` : text === '' ? '' : masked
}
