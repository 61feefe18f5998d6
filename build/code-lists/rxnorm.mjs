/**
 * Reads RxNorm Current Prescribable Content (National Library of Medicine; free to use, no license needed) and selects
 * its concepts by ingredient, strength and dose form.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Term types of things that a pharmacy dispenses. */
const products = new Set(['SCD', 'SBD', 'GPCK', 'BPCK'])
/** Term types that stand for all products under them. */
const groups = new Set(['IN', 'PIN', 'MIN', 'BN', 'SCDC'])

/** Words of a product's name by the form they tell; the first that fits decides. */
const forms = [
  ['Ophthalmic', /ophthalmic|otic/i],
  ['Nasal', /nasal/i],
  ['Inhaled', /inhal/i],
  ['Transdermal', /transdermal|patch/i],
  ['Rectal or vaginal', /rectal|vaginal|suppositor|enema/i],
  ['Topical', /topical|cream|lotion|ointment|shampoo|medicated pad|powder spray|soap|mouthwash|paste/i],
  ['Injected', /inject|syringe|cartridge|implant|intravenous|irrigation/i],
  ['Oral', /oral|tablet|capsule|chew|lozenge|sublingual|buccal|granules|mucosal/i]
]

/** The dose form group that a product's name tells, or undefined. */
export function doseForm(name) {
  return forms.find(([, words]) => words.test(name))?.[0]
}

/** Strengths such as `40 MG` of an ingredient as the name of a component or product writes them. */
export function strengthsOf(name, ingredient) {
  const amount = /(\d+(?:\.\d+)?) ([A-Z]+(?:\/[A-Z]+)?)/
  return name
    .split(/ \/ |\(|\)/)
    .filter((part) => part.toLowerCase().includes(ingredient.toLowerCase()))
    .flatMap((part) => {
      const found = amount.exec(part.slice(part.toLowerCase().indexOf(ingredient.toLowerCase())))
      return found === null ? [] : [`${found[1]} ${found[2]}`]
    })
}

const rows = (folder, name) =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .map((line) => line.split('|'))
    .filter((row) => row.length > 10)

/**
 * @param folder with RXNCONSO.RRF and RXNREL.RRF
 * @returns concepts by RXCUI: term type, name, whether retired, ingredients (RXCUIs of type IN), and for products their
 *   parts, for groups the products under them
 */
export function readRxNorm(folder) {
  const concepts = new Map()
  for (const row of rows(folder, 'RXNCONSO.RRF')) {
    const code = row[0]
    const [source, type, , name] = row.slice(11)
    if (source !== 'RXNORM' || !(products.has(type) || groups.has(type))) continue
    concepts.set(code, {
      code,
      type,
      name,
      retired: row[16] === 'O' || row[16] === 'Y',
      ingredients: new Set(type === 'IN' ? [code] : []),
      links: new Set(),
      products: new Set()
    })
  }
  for (const [first, , , , other, , , relation, , , source] of rows(folder, 'RXNREL.RRF')) {
    const [left, right] = [concepts.get(first), concepts.get(other)]
    if (source !== 'RXNORM' || left === undefined || right === undefined || relation === '') continue
    left.links.add(right)
    right.links.add(left)
  }
  for (const concept of concepts.values()) findIngredients(concept)
  gatherProducts(concepts)
  return concepts
}

/** Term types whose links tell the ingredients of a type. */
const tellers = {
  PIN: ['IN'],
  MIN: ['IN'],
  SCDC: ['IN'],
  SCD: ['SCDC', 'IN'],
  SBD: ['SCD', 'IN'],
  GPCK: ['SCD', 'IN'],
  BPCK: ['SCD', 'SBD', 'GPCK', 'IN']
}

function findIngredients(concept) {
  if (concept.ingredients.size > 0) return concept.ingredients
  for (const link of concept.links) {
    if (tellers[concept.type]?.includes(link.type) !== true) continue
    for (const ingredient of findIngredients(link)) concept.ingredients.add(ingredient)
  }
  return concept.ingredients
}

const keyOf = (ingredients) => [...ingredients].sort((a, b) => (a < b ? -1 : 1)).join(' ')

function gatherProducts(concepts) {
  const bySet = new Map()
  for (const concept of concepts.values()) {
    if (!products.has(concept.type)) continue
    const key = keyOf(concept.ingredients)
    bySet.set(key, [...(bySet.get(key) ?? []), concept])
    for (const ingredient of concept.ingredients) concepts.get(ingredient)?.products.add(concept)
    for (const link of concept.links) if (link.type === 'BN' || link.type === 'SCDC') link.products.add(concept)
  }
  for (const concept of concepts.values()) {
    if (concept.type === 'MIN') {
      const key = keyOf(concept.ingredients)
      for (const product of bySet.get(key) ?? []) concept.products.add(product)
    }
    if (concept.type === 'PIN') {
      for (const { type, products: under } of concept.links) {
        if (type === 'SCDC') for (const product of under) concept.products.add(product)
      }
    }
  }
}

/**
 * Concepts that the filters of one part of a value set choose: products with one of the ingredients, of one of the
 * strengths and dose forms where those are given, and groups all of whose products are chosen.
 * @param filters `has_ingredient`, `strength` and `dose_form`, each with a list of values
 */
export function selectRxNorm(concepts, filters) {
  const { has_ingredient: ingredients, strength, dose_form: form, ...unknown } = filters
  if (ingredients === undefined || Object.keys(unknown).length > 0) {
    throw new Error(
      `RxNorm is filtered by has_ingredient, strength and dose_form, not by ${Object.keys(filters).join(', ')}`
    )
  }
  const missing = ingredients.filter((code) => !concepts.has(code))
  if (missing.length > 0) throw new Error(`RxNorm has no ingredient ${missing.join(', ')}`)
  const fits = ({ name, ingredients: own }) =>
    ingredients.some(
      (code) =>
        own.has(code) &&
        (strength === undefined ||
          strengthsOf(name, concepts.get(code).name).some((amount) => strength.includes(amount)))
    ) &&
    (form === undefined || form.includes(doseForm(name) ?? 'Oral'))
  const chosen = new Set([...concepts.values()].filter((concept) => products.has(concept.type) && fits(concept)))
  // What stands for products of another ingredient alone is no name of this one, though all of them may be combinations.
  const names = ({ type, ingredients: own }) => type === 'BN' || ingredients.some((code) => own.has(code))
  const all = [...concepts.values()].filter(
    (concept) =>
      groups.has(concept.type) &&
      concept.products.size > 0 &&
      names(concept) &&
      [...concept.products].every((product) => chosen.has(product))
  )
  return [...chosen, ...all]
}
