/** Invented hospitals and the pharmacy that claims name. */
export const facilities = [
  { name: 'Fairhaven Regional Hospital', town: 0, kind: 'hospital' },
  { name: 'Port Ellery General Hospital', town: 1, kind: 'hospital' },
  { name: 'County Line Pharmacy', town: 2, kind: 'pharmacy' }
] as const

/** Practitioners who work in the hospitals. */
export const hospitalStaff = [
  'emergency',
  'emergency',
  'hospitalist',
  'hospitalist',
  'eye',
  'psychiatry',
  'cardiology',
  'obstetrics',
  'orthopedics',
  'dermatology',
  'nephrology',
  'endocrinology',
  'oncology'
] as const
