import { engineViewsMessages as m } from '#messages/engine/views.ts'
import { AppError } from '#shared/app-error.ts'
import { isObject } from './path-value.ts'
import { isResourceType } from '../base/fhir/resource-types.ts'

/** Selects within selects, columns and parts of a union that a view may have; far more than any table needs. */
const deepest = 50
const maxColumns = 2000
const maxSelects = 2000
const maxPathLength = 4000

type Fields = Readonly<Record<string, unknown>>

interface Pending {
  readonly select: unknown
  readonly at: string
  readonly depth: number
}

function wrong(path: string, what: string): AppError {
  return new AppError('invalid-input', m.theViewIsNotValidAt(path, what))
}

function listAt(owner: Fields, key: string, path: string): readonly unknown[] {
  const value = owner[key]
  if (value === undefined) return []
  if (!Array.isArray(value)) throw wrong(`${path}.${key}`, m.aListInSquareBracketsIs)
  return value
}

function checkText(owner: Fields, key: string, path: string, needed: boolean): void {
  const value = owner[key]
  if (value === undefined && !needed) return
  if (typeof value !== 'string') throw wrong(`${path}.${key}`, m.aTextInQuotesIsExpected)
  if (value.length > maxPathLength) throw wrong(`${path}.${key}`, m.itIsLongerThanCharacters(maxPathLength))
}

function objectAt(value: unknown, path: string): Fields {
  if (!isObject(value) || Array.isArray(value)) throw wrong(path, m.anObjectInBracesIsExpected)
  return value
}

/**
 * Checks the shape and the size of what claims to be a ViewDefinition, without recursion, so that no input is too deep.
 * @throws AppError `invalid-input` that names the place as a JSON path, such as `select[0].column[2].path`
 */
export function checkDefinition(definition: unknown): void {
  if (!isObject(definition) || Array.isArray(definition)) {
    throw new AppError('invalid-input', m.aViewDefinitionMustBeA)
  }
  if (typeof definition['resource'] !== 'string' || definition['resource'] === '') {
    throw new AppError('invalid-input', m.theViewDoesNotSayWhich)
  }
  if (!isResourceType(definition['resource'])) throw wrong('resource', m.fhirHasNoResourceType)
  const top = (key: string): readonly unknown[] => {
    if (definition[key] === undefined) return []
    if (!Array.isArray(definition[key])) throw wrong(key, m.aListInSquareBracketsIs)
    return definition[key]
  }
  top('where').forEach((item, index) => checkText(objectAt(item, `where[${index}]`), 'path', `where[${index}]`, true))
  top('constant').forEach((item, index) =>
    checkText(objectAt(item, `constant[${index}]`), 'name', `constant[${index}]`, true)
  )
  const pending: Pending[] = top('select').map((select, index) => ({ select, at: `select[${index}]`, depth: 1 }))
  let selects = 0
  let columns = 0
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { at, depth } = next
    if (++selects > maxSelects) throw wrong(at, m.thereAreMoreThanSelects(maxSelects))
    if (depth > deepest) throw wrong(at.slice(0, 60), m.selectsAreNestedMoreThanDeep(deepest))
    const select = objectAt(next.select, at)
    columns += checkSelect(select, at)
    if (columns > maxColumns) throw wrong(at, m.thereAreMoreThanColumns(maxColumns))
    for (const key of ['select', 'unionAll']) {
      listAt(select, key, at).forEach((item, index) =>
        pending.push({ select: item, at: `${at}.${key}[${index}]`, depth: depth + 1 })
      )
    }
  }
}

/** @returns how many columns it has */
function checkSelect(select: Fields, path: string): number {
  checkText(select, 'forEach', path, false)
  checkText(select, 'forEachOrNull', path, false)
  listAt(select, 'repeat', path).forEach((expression, index) => {
    if (typeof expression !== 'string') throw wrong(`${path}.repeat[${index}]`, m.aTextInQuotesIsExpected)
  })
  const columns = listAt(select, 'column', path)
  columns.forEach((item, index) => {
    const place = `${path}.column[${index}]`
    const column = objectAt(item, place)
    checkText(column, 'name', place, true)
    checkText(column, 'path', place, true)
    listAt(column, 'tag', place).forEach((tag, number) => objectAt(tag, `${place}.tag[${number}]`))
  })
  return columns.length
}
