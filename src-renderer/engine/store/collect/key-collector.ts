import { parseReference } from '../../base/fhir/references.ts'
import { KEY_IDENTIFIER, KEY_LOGICAL, KEY_RESOURCE, KEY_UNKNOWN, KEY_URN, type KeyList } from '../model/chunk.ts'
import { NONE } from '../model/column.ts'
import { growableUint16, growableUint32, growableUint8 } from '../model/growable.ts'
import { readUuid } from '../model/uuid-bytes.ts'

type Json = Readonly<Record<string, unknown>>

/** Collects the distinct keys of one chunk: resources that stand in it, and what they refer to. */
export interface KeyCollector {
  readonly count: number
  /** Starts a resource; its own and its contained resources' keys are asked for until the next one. */
  begin(type: string, id: string, resource: Json): number
  own(type: string, id: string): number
  /** @param value a Reference, a list of them of which the first that fits counts, or a plain key */
  reference(value: unknown, targets: readonly string[]): number
  take(): KeyList
}

const MAX_TEXT = 256
/** In place of a key: it depends on the types that are wanted. */
const UNTYPED = -2

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Makes a collector; see {@link KeyCollector}. */
export function createKeyCollector(): KeyCollector {
  const forms = growableUint8()
  const typeCodes = growableUint16()
  const words = growableUint32()
  const four = new Uint32Array(4)
  let types = new Map<string, number>()
  let typeNames: string[] = []
  let keyTypes: string[] = []
  let others: (readonly [number, string])[] = []
  let references = new Map<string, number>()
  let logical = new Map<string, number>()
  let bases = new Map<string, number[]>()
  let currentType = ''
  let currentId = ''
  let currentKey = NONE
  let current: Json = {}

  function add(form: number, type: string, text: string): number {
    const key = forms.length
    let code = types.get(type)
    if (code === undefined) {
      code = types.size
      types.set(type, code)
      typeNames.push(type)
    }
    forms.push(form)
    typeCodes.push(code)
    keyTypes.push(type)
    if ((form === KEY_RESOURCE || form === KEY_URN) && readUuid(text, four, 0)) {
      for (const word of four) words.push(word)
    } else {
      for (let i = 0; i < 4; i++) words.push(0xffffffff)
      others.push([key, text])
    }
    return key
  }

  function resourceKey(type: string, id: string): number {
    return type === currentType && id === currentId ? currentKey : add(KEY_RESOURCE, type, id)
  }

  /** A text of a Reference, or a plain id of the first target type. */
  function literal(text: string, targets: readonly string[]): number {
    if (text.startsWith('#')) return contained(text.slice(1), targets)
    const plain = targets.length === 1 && !/[/:?#]/.test(text)
    const name = plain ? `${targets[0]!}/${text}` : text
    let key = references.get(name)
    if (key === undefined) {
      key = addLiteral(name)
      references.set(name, key)
    }
    if (key === UNTYPED) return untyped(name, targets)
    return targets.includes(keyTypes[key]!) ? key : NONE
  }

  /** @returns {@link UNTYPED} when the text does not tell the type of what it names */
  function addLiteral(text: string): number {
    const parsed = parseReference(text)
    if (parsed?.type === undefined) return UNTYPED
    if (parsed.kind === 'conditional') return add(KEY_IDENTIFIER, parsed.type, `${parsed.system ?? ''}|${parsed.id}`)
    if (parsed.base !== undefined) return addBelow(parsed.base, parsed.type, parsed.id)
    return parsed.type === currentType && parsed.id === currentId
      ? currentKey
      : add(KEY_RESOURCE, parsed.type, parsed.id)
  }

  /** A key of its own, since the server may be another than that of the other keys. */
  function addBelow(base: string, type: string, id: string): number {
    const key = add(KEY_RESOURCE, type, id)
    const keys = bases.get(base)
    if (keys === undefined) bases.set(base, [key])
    else keys.push(key)
    return key
  }

  /** The types that the column may hold take the place of the type. */
  function untyped(text: string, targets: readonly string[]): number {
    const type = targets.join('|')
    const name = `${type}\n${text}`
    let key = references.get(name)
    if (key === undefined) {
      const parsed = parseReference(text)
      key = parsed === undefined ? add(KEY_UNKNOWN, type, text.slice(0, MAX_TEXT)) : add(KEY_URN, type, parsed.id)
      references.set(name, key)
    }
    return key
  }

  function contained(id: string, targets: readonly string[]): number {
    if (id === '') return targets.includes(currentType) ? currentKey : NONE
    const list = current['contained']
    const items: readonly unknown[] = Array.isArray(list) ? list : []
    const found = items.filter(isObject).find((item) => item['id'] === id || item['id'] === `#${id}`)
    const type = found?.['resourceType']
    if (typeof type !== 'string') return add(KEY_UNKNOWN, targets.join('|'), `#${id}`.slice(0, MAX_TEXT))
    return targets.includes(type) ? add(KEY_RESOURCE, type, `${currentId}#${id}`) : NONE
  }

  function byIdentifier(reference: Json, targets: readonly string[]): number {
    const identifier = reference['identifier']
    const value = isObject(identifier) ? identifier['value'] : undefined
    if (!isObject(identifier) || typeof value !== 'string') return NONE
    const declared = reference['type']
    const type = typeof declared === 'string' ? declared : targets.join('|')
    if (typeof declared === 'string' && !targets.includes(type)) return NONE
    const system = typeof identifier['system'] === 'string' ? identifier['system'] : ''
    const name = `${type}\n${system}|${value}`
    let key = logical.get(name)
    if (key === undefined) {
      key = add(KEY_LOGICAL, type, `${system}|${value}`)
      logical.set(name, key)
    }
    return key
  }

  return {
    get count() {
      return forms.length
    },
    begin(type, id, resource) {
      currentType = type
      currentId = id
      current = resource
      currentKey = add(KEY_RESOURCE, type, id)
      return currentKey
    },
    own: resourceKey,
    reference(value, targets) {
      if (typeof value === 'string')
        return value === currentId ? resourceKey(targets[0]!, value) : literal(value, targets)
      for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
        if (!isObject(item)) continue
        const text = item['reference']
        const key = typeof text === 'string' ? literal(text, targets) : byIdentifier(item, targets)
        if (key !== NONE) return key
      }
      return NONE
    },
    take() {
      const list: KeyList = {
        count: forms.length,
        form: forms.take(),
        types: typeNames,
        type: typeCodes.take(),
        words: words.take(),
        others,
        ...(bases.size === 0 ? {} : { bases: Array.from(bases) })
      }
      types = new Map()
      typeNames = []
      keyTypes = []
      others = []
      references = new Map()
      logical = new Map()
      bases = new Map()
      return list
    }
  }
}
