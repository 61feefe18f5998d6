import { dates, names, numbers, profiles, references, suffixes, texts, writtenTexts } from './odd-values.ts'
import type { Random } from './random.ts'

/** JSON as it is written: numbers keep their text and objects may have a member twice. */
type Written =
  | { readonly kind: 'object'; readonly members: [string, Written][] }
  | { readonly kind: 'array'; readonly items: Written[] }
  | { readonly kind: 'text'; text: string }
  | { readonly kind: 'raw'; raw: string }

function written(value: unknown): Written {
  if (typeof value === 'string') return { kind: 'text', text: value }
  if (Array.isArray(value)) return { kind: 'array', items: value.map(written) }
  if (typeof value !== 'object' || value === null) return { kind: 'raw', raw: JSON.stringify(value) }
  return { kind: 'object', members: Object.entries(value).map(([name, member]) => [name, written(member)]) }
}

const raw = (text: string): Written => ({ kind: 'raw', raw: text })
const text = (value: string): Written => ({ kind: 'text', text: value })
const array = (...items: Written[]): Written => ({ kind: 'array', items })
const object = (...members: [string, Written][]): Written => ({ kind: 'object', members })

function somethingElse(random: Random, depth = 0): Written {
  switch (random.below(depth > 2 ? 8 : 11)) {
    case 0:
      return raw('null')
    case 1:
      return raw(random.pick(['true', 'false']))
    case 2:
    case 3:
      return raw(random.pick(numbers))
    case 4:
      return text(random.pick(dates))
    case 5:
      return text(random.pick(references))
    case 6:
    case 7:
      return text(random.pick(texts))
    case 8:
      return array(...Array.from({ length: random.below(3) }, () => somethingElse(random, depth + 1)))
    case 9:
      return object(
        ...Array.from({ length: random.below(3) }, (): [string, Written] => [
          random.pick(names),
          somethingElse(random, depth + 1)
        ])
      )
    default:
      return object(['reference', text(random.pick(references))], ['display', text('x')])
  }
}

/** Every place of a value: the object or array that holds it, and where. */
function placesIn(value: Written, found: [Written, number][] = []): [Written, number][] {
  const parts =
    value.kind === 'object' ? value.members.map(([, member]) => member) : value.kind === 'array' ? value.items : []
  parts.forEach((part, place) => {
    found.push([value, place])
    placesIn(part, found)
  })
  return found
}

function partOf(holder: Written, place: number): Written {
  return holder.kind === 'object' ? holder.members[place]![1] : holder.kind === 'array' ? holder.items[place]! : holder
}

function put(holder: Written, place: number, value: Written): void {
  if (holder.kind === 'object') holder.members[place]![1] = value
  else if (holder.kind === 'array') holder.items[place] = value
}

/** Changes one thing somewhere in a resource. */
function change(resource: Written, random: Random): void {
  const places = placesIn(resource)
  if (places.length === 0) return
  // Most of what views read stands near the top.
  const near = places.filter(([holder]) => holder === resource)
  const [holder, place] = random.pick(random.chance(0.35) && near.length > 0 ? near : places)
  const value = partOf(holder, place)
  switch (random.below(18)) {
    case 14:
      put(holder, place, array(value, random.chance(0.5) ? value : somethingElse(random)))
      break
    case 15:
      if (holder.kind === 'object') {
        const [name] = holder.members[place]!
        const changed = random.chance(0.5) ? name + random.pick(suffixes) : name.replace(/[A-Z]\w*$/, '')
        if (random.chance(0.7)) holder.members[place] = [changed, value]
        else holder.members.push([changed, random.chance(0.5) ? value : somethingElse(random)])
      }
      break
    case 16:
      put(holder, place, raw(random.pick(writtenTexts)))
      break
    case 17:
      if (resource.kind === 'object') {
        const named = Array.from({ length: random.below(3) }, () => text(random.pick(profiles)))
        resource.members.push([
          'meta',
          object(['profile', random.chance(0.9) ? array(...named) : text(random.pick(profiles))])
        ])
        const first = resource.members.findIndex(([name]) => name === 'meta')
        if (first < resource.members.length - 1) resource.members.splice(first, 1)
      }
      break
    case 0:
    case 1:
      put(holder, place, somethingElse(random))
      break
    case 2:
      put(holder, place, array(value))
      break
    case 3:
      if (value.kind === 'array' && value.items.length > 0) put(holder, place, value.items[0]!)
      break
    case 4:
      if (value.kind === 'array')
        value.items.splice(
          random.below(value.items.length + 1),
          0,
          random.chance(0.5) ? somethingElse(random) : (value.items[0] ?? raw('1'))
        )
      break
    case 5:
      if (holder.kind === 'object') holder.members.splice(place, 1)
      else if (holder.kind === 'array') holder.items.splice(place, 1)
      break
    case 6:
      if (holder.kind === 'object') {
        const [name] = holder.members[place]!
        holder.members.splice(random.below(holder.members.length + 1), 0, [
          name,
          random.chance(0.5) ? value : somethingElse(random)
        ])
      }
      break
    case 7:
      if (holder.kind === 'object')
        holder.members.splice(random.below(holder.members.length + 1), 0, [random.pick(names), somethingElse(random)])
      break
    case 8:
      if (holder.kind === 'object') holder.members[place] = [random.pick(names), value]
      break
    case 9:
      if (value.kind === 'text') value.text = random.pick([...texts, ...dates, ...references])
      else if (value.kind === 'raw') value.raw = random.pick(numbers)
      break
    case 10:
      if (value.kind === 'text') value.text += random.pick(texts)
      break
    case 11:
      if (value.kind === 'object') {
        for (let i = value.members.length - 1; i > 0; i--) {
          const j = random.below(i + 1)
          ;[value.members[i], value.members[j]] = [value.members[j]!, value.members[i]!]
        }
      }
      break
    case 12: {
      let deep: Written = value
      for (let level = random.below(90); level >= 0; level--) deep = level % 2 === 0 ? array(deep) : object(['a', deep])
      if (holder.kind === 'object') holder.members.push(['deep', deep])
      break
    }
    default:
      if (value.kind === 'raw' && /^-?\d/.test(value.raw))
        value.raw = `${random.below(100_000_000)}.${random.below(1_000_000_000)}${random.chance(0.3) ? `e${random.below(40) - 20}` : ''}`
  }
}

interface Style {
  readonly space: number
  readonly escape: number
}

function escaped(value: string, share: number, random: Random): string {
  if (share === 0) return JSON.stringify(value)
  let out = ''
  for (let i = 0; i < value.length; i++) {
    const char = value[i]!
    const code = value.charCodeAt(i)
    if (random.chance(share)) out += char === '/' ? '\\/' : `\\u${code.toString(16).padStart(4, '0')}`
    else if (code < 32 || char === '"' || char === '\\' || (code >= 0xd800 && code < 0xe000))
      out += JSON.stringify(value.slice(i, i + 1)).slice(1, -1)
    else out += char
  }
  return `"${out}"`
}

function print(value: Written, style: Style, random: Random): string {
  const gap = () => (style.space > 0 && random.chance(style.space) ? random.pick([' ', '  ', '\t', ' \r ']) : '')
  switch (value.kind) {
    case 'raw':
      return value.raw
    case 'text':
      return escaped(value.text, style.escape, random)
    case 'array':
      return `[${gap()}${value.items.map((item) => print(item, style, random) + gap()).join(`,${gap()}`)}]`
    case 'object':
      return `{${gap()}${value.members.map(([name, member]) => `${escaped(name, style.escape / 20, random)}${gap()}:${gap()}${print(member, style, random)}${gap()}`).join(`,${gap()}`)}}`
  }
}

const rubbish = [
  0x00, 0x0d, 0x1f, 0x20, 0x22, 0x2c, 0x3a, 0x5b, 0x5c, 0x5d, 0x75, 0x7b, 0x7d, 0x7f, 0x80, 0xc0, 0xed, 0xf4, 0xff
]

/** Damages bytes: cuts them, or changes, adds or removes one. */
function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const place = random.below(bytes.length)
  switch (random.below(5)) {
    case 0:
      return bytes.slice(0, place)
    case 1:
      return Uint8Array.from([...bytes.subarray(0, place), random.pick(rubbish), ...bytes.subarray(place)])
    case 2:
      return Uint8Array.from([...bytes.subarray(0, place), ...bytes.subarray(place + 1)])
    case 3:
      return Uint8Array.from([
        ...bytes.subarray(0, place),
        ...random.pick([
          [0xef, 0xbb, 0xbf],
          [0xc3, 0xa9],
          [0xed, 0xa0, 0x80],
          [0xf0, 0x9f, 0x98, 0x80]
        ]),
        ...bytes.subarray(place)
      ])
    default: {
      const changed = bytes.slice()
      changed[place] = random.chance(0.5) ? random.pick(rubbish) : random.below(256)
      return changed
    }
  }
}

const encoder = new TextEncoder()

/** Writes a resource in some way, mostly valid, with some changes. The line has no line end of its own, as a rule. */
export function mutatedLine(resource: unknown, random: Random): Uint8Array {
  const copy = written(resource)
  for (let changes = random.pick([0, 0, 1, 1, 1, 2, 3]); changes > 0; changes--) change(copy, random)
  if (random.chance(0.1) && copy.kind === 'object') copy.members.sort(() => random.below(3) - 1)
  const style = { space: random.pick([0, 0, 0, 0.1, 0.5]), escape: random.pick([0, 0, 0, 0.02, 0.3]) }
  let bytes: Uint8Array = encoder.encode(print(copy, style, random))
  if (random.chance(0.06) && bytes.length > 0) bytes = damage(bytes, random)
  if (random.chance(0.02))
    bytes = encoder.encode(
      random.pick(['', ' ', '[]', 'null', '{}', '{"resourceType":"Patient"}', '\ufeff{}', '1', '"x"'])
    )
  if (random.chance(0.04)) bytes = Uint8Array.from([...bytes, ...random.pick([[13], [32], [13, 13], [9, 32, 13]])])
  if (random.chance(0.01)) bytes = Uint8Array.from([32, ...bytes])
  return bytes
}
