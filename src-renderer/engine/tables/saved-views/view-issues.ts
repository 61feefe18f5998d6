import { andList } from '#shared/messages/list-text.ts'
import { engineTablesSavedViewsMessages as m } from '#messages/engine/tables/saved-views.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { AppError } from '#shared/app-error.ts'
import { isResourceType } from '../../base/fhir/resource-types.ts'
import { compilePath } from '../../views/compile-path.ts'
import { compileView } from '../../views/compile-view.ts'
import type { PathConstant } from '../../views/path-compiler.ts'
import { PathError } from '../../views/path-error.ts'
import { isObject } from '../../views/path-value.ts'
import { viewConstants } from '../../views/view-constants.ts'
import type { ViewDefinition } from '../../views/view-definition.ts'
import type { JsonSteps } from './json-places.ts'

/** Something about one place of a definition. */
export interface ViewIssue {
  /** A `hint` does not keep the view from running. */
  readonly severity: 'error' | 'hint'
  readonly steps: JsonSteps
  /** Character of the text value that is meant, from 0; undefined when it is about the whole value. */
  readonly at: number | undefined
  readonly message: string
}

const columnName = /^[A-Za-z][A-Za-z0-9_]*$/
const anywhere = ['id', 'extension', 'modifierExtension']
const known = {
  view: `
  resourceType meta implicitRules language text contained url identifier version name title status experimental
  date publisher contact description useContext copyright resource profile fhirVersion constant select where
`
    .trim()
    .split(/\s+/),
  select: ['column', 'select', 'forEach', 'forEachOrNull', 'unionAll', 'repeat'],
  column: ['name', 'path', 'description', 'collection', 'type', 'tag'],
  where: ['path', 'description']
}

/**
 * Everything that is wrong with a ViewDefinition, in its order: unlike compiling, which stops at the first error. A view
 * without errors here compiles.
 */
export function viewIssues(definition: unknown): ViewIssue[] {
  const issues: ViewIssue[] = []
  const add = (
    steps: JsonSteps,
    message: string,
    severity: ViewIssue['severity'] = 'error',
    position?: number
  ): void => {
    issues.push({ severity, steps, at: position, message })
  }
  if (!isObject(definition)) {
    add([], m.aViewDefinitionIsAJSONObject)
    return issues
  }
  const view = definition
  const constants = readConstants()
  const names = new Map<string, JsonSteps>()

  function readConstants(): ReadonlyMap<string, PathConstant> | undefined {
    const list = view['constant']
    if (list === undefined) return new Map()
    if (!isList(list)) {
      add(['constant'], m.constantMustBeAListOf)
      return undefined
    }
    const good: unknown[] = []
    list.forEach((constant, index) => {
      try {
        // What somebody wrote; viewConstants refuses what is no constant.
        viewConstants({ resource: '', select: [], constant: [...good, constant] } as unknown as ViewDefinition)
        good.push(constant)
      } catch (error) {
        add(['constant', index], sentence(error))
      }
    })
    // A path may name one that is wrong; it would be called unknown a second time.
    if (good.length < list.length) return undefined
    // Each of them was accepted above.
    return viewConstants({ resource: '', select: [], constant: good } as unknown as ViewDefinition)
  }

  function checkKeys(part: Readonly<Record<string, unknown>>, allowed: readonly string[], steps: JsonSteps): void {
    for (const key of Object.keys(part)) {
      if (allowed.includes(key) || anywhere.includes(key) || key.startsWith('_')) continue
      add([...steps, key], m.isNoPartOfAViewDefinition(key), 'hint')
    }
  }

  function checkPath(path: unknown, steps: JsonSteps, owner: string, expectedType?: string): void {
    if (typeof path !== 'string') {
      add(steps, m.needsAPathAText(owner))
      return
    }
    try {
      compilePath(path, { constants: constants ?? new Map(), expectedType, needDecimalText: () => undefined })
    } catch (error) {
      if (constants === undefined && sentence(error).includes('defines no constant')) return
      if (error instanceof PathError) add(steps, asSentence(error.problem), 'error', error.at)
      else add(steps, sentence(error))
    }
  }

  function checkColumn(column: Readonly<Record<string, unknown>>, steps: JsonSteps, inUnion: boolean): void {
    checkKeys(column, known.column, steps)
    const { name, path, type } = column
    const nameSteps = [...steps, 'name']
    if (typeof name !== 'string') add(name === undefined ? steps : nameSteps, m.theColumnNeedsAName)
    else if (!columnName.test(name)) add(nameSteps, m.isNoColumnNameUseLetters(name))
    else if (names.has(name) && !inUnion) add(nameSteps, m.theViewHasTwoColumns(name))
    else names.set(name, nameSteps)
    if (type !== undefined && typeof type !== 'string') add([...steps, 'type'], m.theTypeOfAColumnIs)
    const owner = m.theColumn(typeof name === 'string' ? name : '')
    checkPath(path, path === undefined ? steps : [...steps, 'path'], owner, typeof type === 'string' ? type : undefined)
  }

  function checkList(
    parent: Readonly<Record<string, unknown>>,
    key: string,
    steps: JsonSteps,
    check: (item: Readonly<Record<string, unknown>>, place: JsonSteps) => void
  ): void {
    const list = parent[key]
    if (list === undefined) return
    if (!isList(list)) add([...steps, key], m.mustBeAListOfObjects(key))
    else list.forEach((item, index) => check(item, [...steps, key, index]))
  }

  function checkSelect(select: Readonly<Record<string, unknown>>, steps: JsonSteps, inUnion: boolean): void {
    checkKeys(select, known.select, steps)
    const loops = ['forEach', 'forEachOrNull', 'repeat'].filter((key) => select[key] !== undefined)
    if (loops.length > 1) add([...steps, loops[1]!], m.aSelectMayNotHaveBoth(andList(loops)))
    for (const key of ['forEach', 'forEachOrNull'])
      if (select[key] !== undefined) checkPath(select[key], [...steps, key], `A ${key}`)
    const { repeat } = select
    if (repeat !== undefined) {
      if (!Array.isArray(repeat)) add([...steps, 'repeat'], m.repeatMustBeAListOf)
      else repeat.forEach((path: unknown, index) => checkPath(path, [...steps, 'repeat', index], m.aRepeat))
    }
    checkList(select, 'column', steps, (column, place) => checkColumn(column, place, inUnion))
    checkList(select, 'select', steps, (nested, place) => checkSelect(nested, place, inUnion))
    // The branches of a union share their columns; compiling compares them.
    let branch = 0
    checkList(select, 'unionAll', steps, (part, place) => checkSelect(part, place, inUnion || branch++ > 0))
  }

  checkKeys(view, known.view, [])
  const { resourceType, resource, name } = view
  if (resourceType !== undefined && resourceType !== 'ViewDefinition')
    add(['resourceType'], m.thisIsNoViewDefinitionItsResourceType)
  if (typeof resource !== 'string' || resource === '')
    add(resource === undefined ? [] : ['resource'], m.theViewDoesNotSayWhich)
  else if (!isResourceType(resource)) add(['resource'], m.thereIsNoResourceType(resource))
  if (name !== undefined && (typeof name !== 'string' || !columnName.test(name))) add(['name'], m.theNameOfAViewHas)
  checkList(view, 'where', [], (condition, place) => {
    checkKeys(condition, known.where, place)
    checkPath(condition['path'], condition['path'] === undefined ? place : [...place, 'path'], m.aWhere)
  })
  if (view['select'] === undefined || (Array.isArray(view['select']) && view['select'].length === 0))
    add(view['select'] === undefined ? [] : ['select'], m.theViewSelectsNothingSelectNeeds)
  checkList(view, 'select', [], (select, place) => checkSelect(select, place, false))
  if (issues.every(({ severity }) => severity === 'hint')) {
    try {
      // Its form was checked above; compileView refuses what is left.
      compileView(view as unknown as ViewDefinition)
    } catch (error) {
      add(['select'], sentence(error))
    }
  }
  return issues
}

function isList(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.every(isObject)
}

function sentence(error: unknown): string {
  if (error instanceof AppError) return error.message
  throw error
}
