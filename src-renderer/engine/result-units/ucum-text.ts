/** UCUM codes of units as they are usually written, by the text in lower case without spaces. */
const written: Readonly<Record<string, string>> = {
  mmhg: 'mm[Hg]',
  percent: '%',
  '%hgb': '%',
  '%oftotalhgb': '%',
  'mg/dl': 'mg/dL',
  'g/dl': 'g/dL',
  'ug/dl': 'ug/dL',
  'mcg/dl': 'ug/dL',
  'µg/dl': 'ug/dL',
  'mg/l': 'mg/L',
  'g/l': 'g/L',
  'ug/l': 'ug/L',
  'mcg/l': 'ug/L',
  'ng/ml': 'ng/mL',
  'pg/ml': 'pg/mL',
  'ng/dl': 'ng/dL',
  'ng/l': 'ng/L',
  'mmol/l': 'mmol/L',
  'umol/l': 'umol/L',
  'µmol/l': 'umol/L',
  'nmol/l': 'nmol/L',
  'pmol/l': 'pmol/L',
  'meq/l': 'meq/L',
  'u/l': 'U/L',
  'iu/l': '[IU]/L',
  'uiu/ml': 'u[IU]/mL',
  'µiu/ml': 'u[IU]/mL',
  'miu/l': 'm[IU]/L',
  'iu/ml': '[IU]/mL',
  'k/ul': '10*3/uL',
  'k/µl': '10*3/uL',
  'x10^3/ul': '10*3/uL',
  '10^3/ul': '10*3/uL',
  'x10e3/ul': '10*3/uL',
  '10e3/ul': '10*3/uL',
  'thousand/ul': '10*3/uL',
  'm/ul': '10*6/uL',
  'x10^6/ul': '10*6/uL',
  '10^6/ul': '10*6/uL',
  'x10e6/ul': '10*6/uL',
  'million/ul': '10*6/uL',
  '10^9/l': '10*9/L',
  '10^12/l': '10*12/L',
  'mg/g': 'mg/g',
  'mcg/mg': 'ug/mg',
  'mg/mmol': 'mg/mmol',
  'ml/min': 'mL/min',
  'ml/min/1.73m2': 'mL/min/{1.73_m2}',
  'ml/min/1.73m²': 'mL/min/{1.73_m2}',
  'ml/min/1.73': 'mL/min/{1.73_m2}',
  bpm: '/min',
  'beats/min': '/min',
  'breaths/min': '/min',
  'kg/m²': 'kg/m2',
  'kg/m^2': 'kg/m2',
  lb: '[lb_av]',
  lbs: '[lb_av]',
  pounds: '[lb_av]',
  oz: '[oz_av]',
  in: '[in_i]',
  inch: '[in_i]',
  inches: '[in_i]',
  ft: '[ft_i]',
  '°c': 'Cel',
  degc: 'Cel',
  c: 'Cel',
  '°f': '[degF]',
  degf: '[degF]',
  f: '[degF]',
  sec: 's',
  seconds: 's',
  fl: 'fL',
  dl: 'dL',
  ml: 'mL',
  l: 'L'
}

/**
 * The UCUM code of a unit as it is written.
 * @param isUnit whether a text is a UCUM code
 * @returns undefined for a text that is neither a UCUM code nor a usual way to write one
 */
export function ucumCodeOf(text: string, isUnit: (text: string) => boolean): string | undefined {
  const plain = text.trim()
  if (plain === '') return undefined
  // `c` and `f` are UCUM codes of other units than those they stand for next to a temperature.
  const known = written[plain.toLowerCase().replace(/\s+/g, '')]
  if (known !== undefined && (plain.length > 1 || !isUnit(plain))) return known
  return isUnit(plain) ? plain : known
}
