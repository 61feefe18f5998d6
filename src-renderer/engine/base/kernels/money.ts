/** Amounts may have parts of cents. Up to some 90 billion dollars are a whole number of units that is held exactly. */
const UNITS_PER_DOLLAR = 1e5
const UNITS_PER_CENT = 1e3

/** US dollars in whole units of a thousandth of a cent. Sums of units are exact, in whatever order they are added. */
export function toMoneyUnits(dollars: number): number {
  return Math.round(dollars * UNITS_PER_DOLLAR)
}

/** Units in US dollars. */
export function toDollars(units: number): number {
  return units / UNITS_PER_DOLLAR
}

/** Units in whole cents. */
export function toCents(units: number): number {
  return Math.round(units / UNITS_PER_CENT)
}
