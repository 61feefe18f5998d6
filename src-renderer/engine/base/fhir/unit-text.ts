/** UCUM units that are usually written otherwise. */
const written: Readonly<Record<string, string>> = {
  'mm[Hg]': 'mmHg',
  'cm[H2O]': 'cmH₂O',
  Cel: '°C',
  '[degF]': '°F',
  '[lb_av]': 'lb',
  '[oz_av]': 'oz',
  '[in_i]': 'in',
  '[ft_i]': 'ft',
  'mL/min/{1.73_m2}': 'mL/min/1.73 m²'
}
const raised: Readonly<Record<string, string>> = { 2: '²', 3: '³', 6: '⁶', 9: '⁹', 12: '¹²' }

/** A UCUM unit as it is usually written, e.g. `mmHg` for `mm[Hg]`; '' for one that only says what is counted. */
export function unitText(ucum: string): string {
  const known = written[ucum]
  if (known !== undefined) return known
  return ucum
    .replace(/\{[^}]*\}/g, '')
    .replace(/10\*(\d+)/g, (all, power: string) => (raised[power] === undefined ? all : `10${raised[power]}`))
    .replace(/(?<=[a-z])([23])(?=$|[/.])/g, (power) => raised[power] ?? power)
    .replace(/\bu(?=[a-zA-Z])/g, 'µ')
    .replace(/\[(?:iU|IU)\]/g, 'IU')
    .replace(/\/$/, '')
}

/** A UCUM unit as it follows a number: `%` right behind it, others after a space; '' for one that is not written. */
export function unitSuffix(ucum: string): string {
  const text = unitText(ucum)
  return text === '' || text === '%' ? text : ` ${text}`
}

/**
 * A unit as it is compared with another: case, spaces, annotations such as "(calc)", braces and brackets, and how powers are written do
 * not count. E.g. `ml/min/1.73m2` for `mL/min/1.73m*2` and `mL/min/{1.73_m2}`.
 */
export function comparableUnit(unit: string): string {
  return unit
    .toLowerCase()
    .replace(/[\s(]+calc(?:ulated)?\.?\)?$/, '')
    .replace(/[\s{}[\]()_^*]/g, '')
    .replaceAll('²', '2')
    .replace(/me2$/, 'm2')
}
