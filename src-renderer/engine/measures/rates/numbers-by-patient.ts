import type { MeasureRun, PatientNumbers } from '../run/measure-run.ts'

const cache = new WeakMap<PatientNumbers, ReadonlyMap<number, Float64Array>>()

/** The numbers of an id that a run tells, by patient; undefined where it tells none of that id. */
export function numbersByPatient({ numbers }: MeasureRun, id: string): ReadonlyMap<number, Float64Array> | undefined {
  const told = numbers?.find((item) => item.id === id)
  if (told === undefined) return undefined
  const known = cache.get(told)
  if (known !== undefined) return known
  const people = new Map<number, Float64Array>()
  const { patient, value } = told
  for (let from = 0; from < patient.length;) {
    let to = from + 1
    while (to < patient.length && patient[to] === patient[from]) to++
    people.set(patient[from]!, value.subarray(from, to))
    from = to
  }
  cache.set(told, people)
  return people
}
