/** Writes out the codes of value sets that are defined by rules (FHIR R4 ValueSet.compose). */
import { readFileSync } from 'node:fs'
import { dotted, selectPrefix } from './icd.mjs'
import { selectRxNorm } from './rxnorm.mjs'

/** Addresses of the code systems whose rules can be followed. */
export const systems = {
  icd10cm: 'http://hl7.org/fhir/sid/icd-10-cm',
  icd10pcs: 'http://www.cms.gov/Medicare/Coding/ICD10',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm'
}

const values = ({ op, value }) => {
  if (op === '=') return [value]
  if (op === 'in') return value.split(',')
  throw new Error(`A filter with "${op}" is not followed`)
}

const planned = JSON.parse(
  readFileSync(new URL('../../resources/readmission/planned-readmission.json', import.meta.url), 'utf8')
)

/** Codes of a table of planned readmissions, which lists beginnings, and with `!` at the end single codes. */
function plannedCodes(table, name) {
  const beginnings = new Set(planned[name].split(' '))
  const isMeant = (code) =>
    beginnings.has(`${code}!`) ||
    Array.from(code, (_, length) => code.slice(0, length + 1)).some((start) => beginnings.has(start))
  return [...table.codes]
    .filter(([code]) => isMeant(code))
    .map(([code, { last }]) => ({ code, retired: last < table.year }))
}

/** Codes of one `include` or `exclude`, as `{ code, retired }`. */
function codesOf(part, { tables, rxnorm }) {
  if (part.filter === undefined) return (part.concept ?? []).map(({ code }) => ({ code, retired: false }))
  if (part.system === systems.rxnorm) {
    const display = part.filter.find(({ property }) => property === 'display')
    const named = part.filter.filter((filter) => filter !== display)
    const found = selectRxNorm(rxnorm, Object.fromEntries(named.map((filter) => [filter.property, values(filter)])))
    const pattern = display === undefined ? /(?:)/ : new RegExp(display.value)
    return found.filter(({ name }) => pattern.test(name)).map(({ code, retired }) => ({ code, retired }))
  }
  const table = tables[part.system]
  if (table === undefined) throw new Error(`There is no table of ${part.system}`)
  const write = part.system === systems.icd10cm ? dotted : (code) => code
  return part.filter.flatMap(({ property, op, value }) => {
    if (property === 'planned-readmission' && op === '=')
      return plannedCodes(table, value).map(({ code, retired }) => ({ code: write(code), retired }))
    if (property !== 'concept' || op !== 'is-a') throw new Error(`${part.system} is chosen by "concept is-a" alone`)
    return selectPrefix(table, value).map(({ code, retired }) => ({ code: write(code), retired }))
  })
}

const byNumberOrText = (a, b) =>
  /^\d+$/.test(a) && /^\d+$/.test(b) ? Number(BigInt(a) - BigInt(b) > 0n) * 2 - 1 : a < b ? -1 : 1

/**
 * Follows the rules of a value set.
 * @param terminologies `tables` by code system and `rxnorm`, see `icd.mjs` and `rxnorm.mjs`
 * @returns entries of `expansion.contains`, by system in the order of the definition and by code; retired codes are inactive
 */
export function expand({ include, exclude = [] }, terminologies) {
  const bySystem = new Map()
  for (const part of include) {
    const codes = bySystem.get(part.system) ?? new Map()
    bySystem.set(part.system, codes)
    for (const { code, retired } of codesOf(part, terminologies)) codes.set(code, retired && codes.get(code) !== false)
  }
  for (const part of exclude) {
    for (const { code } of codesOf(part, terminologies)) bySystem.get(part.system)?.delete(code)
  }
  return [...bySystem].flatMap(([system, codes]) =>
    [...codes]
      .sort(([a], [b]) => byNumberOrText(a, b))
      .map(([code, retired]) => (retired ? { system, inactive: true, code } : { system, code }))
  )
}
