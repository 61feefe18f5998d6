import { compiledItem, compiledPath, compiledTest, type CompiledPath, type PathClosure } from './compiled-path.ts'
import { Gathering, firstOf, isEmpty, isItem, isObject, itemsOf, valueOf } from './path-value.ts'

/** Keeps the items for which the criterion is true. */
export function compileWhere(target: CompiledPath, criterion: CompiledPath['test']): CompiledPath {
  const from = target.all
  return compiledPath(
    target.type,
    (input, scope) => {
      const value = from(input, scope)
      if (value === undefined) return undefined
      const outer = scope.index
      let result: unknown
      if (!Array.isArray(value)) {
        scope.index = 0
        result = criterion(value, scope) === true ? value : undefined
      } else {
        const found = new Gathering()
        let index = 0
        for (const item of value as readonly unknown[]) {
          if (!isItem(item)) continue
          scope.index = index++
          if (criterion(item, scope) === true) found.add(item)
        }
        result = found.value
      }
      scope.index = outer
      return result
    },
    {
      one: (input, scope) => {
        const value = from(input, scope)
        if (value === undefined) return undefined
        const outer = scope.index
        let result: unknown
        if (!Array.isArray(value)) {
          scope.index = 0
          if (criterion(value, scope) === true) result = value
        } else {
          let index = 0
          for (const item of value as readonly unknown[]) {
            if (!isItem(item)) continue
            scope.index = index++
            if (criterion(item, scope) === true) {
              result = item
              break
            }
          }
        }
        scope.index = outer
        return result
      }
    }
  )
}

/** The commonest criterion, `name = 'text'`, without going through the general operators. */
export function compileNameEquals(name: string, text: string, general: CompiledPath['test']): CompiledPath['test'] {
  return (input, scope) => {
    if (isObject(input)) {
      const value = input[name]
      if (typeof value === 'string') return value === text
    }
    return general(input, scope)
  }
}

/** Joins the results of a projection of every item. */
export function compileSelect(target: CompiledPath, projection: CompiledPath): CompiledPath {
  return compiledPath(projection.type, (input, scope) => {
    const found = new Gathering()
    const outer = scope.index
    itemsOf(target.all(input, scope)).forEach((item, index) => {
      scope.index = index
      found.add(projection.all(item, scope))
    })
    scope.index = outer
    return found.value
  })
}

const MAX_REPEAT = 10_000

/** Applies a projection again and again to what it found, until nothing new comes. */
export function compileRepeat(target: CompiledPath, projection: CompiledPath): CompiledPath {
  return compiledPath(projection.type, (input, scope) => {
    const found = new Set<unknown>()
    const queue = [...itemsOf(target.all(input, scope))]
    for (let index = 0; index < queue.length && found.size < MAX_REPEAT; index++) {
      for (const item of itemsOf(projection.all(queue[index], scope))) {
        if (found.has(item)) continue
        found.add(item)
        queue.push(item)
      }
    }
    return valueOf([...found])
  })
}

/** Whether there is an item; with a criterion, whether there is one for which it is true. */
export function compileExists(target: CompiledPath, criterion: CompiledPath['test'] | undefined): CompiledPath {
  const first = criterion === undefined ? target.one : compileWhere(target, criterion).one
  return compiledTest((input, scope) => first(input, scope) !== undefined)
}

/** Whether the criterion is true for every item. */
export function compileAll(target: CompiledPath, criterion: CompiledPath['test']): CompiledPath {
  const failing = compileWhere(target, (input, scope) => criterion(input, scope) !== true)
  return compiledTest((input, scope) => failing.one(input, scope) === undefined)
}

/** Picks one item by its place; a place before the first or after the last picks none. */
export function compileIndex(target: CompiledPath, place: PathClosure): CompiledPath {
  return compiledItem(target.type, (input, scope) => {
    const position = firstOf(place(input, scope))
    if (typeof position !== 'number') return undefined
    if (position === 0) return target.one(input, scope)
    return itemsOf(target.all(input, scope))[position]
  })
}

/** Cuts the list of items. */
export function compileSlice(
  target: CompiledPath,
  slice: (items: readonly unknown[], amount: number) => readonly unknown[],
  amount: PathClosure
): CompiledPath {
  return compiledPath(target.type, (input, scope) => {
    const items = itemsOf(target.all(input, scope))
    const count = firstOf(amount(input, scope))
    return typeof count === 'number' ? valueOf(slice(items, count)) : undefined
  })
}

/** Whether there is no item. */
export function compileEmpty(target: CompiledPath): CompiledPath {
  return compiledTest((input, scope) => isEmpty(target.one(input, scope)))
}
