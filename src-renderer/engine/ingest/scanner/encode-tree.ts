import type { ElementMember, ElementNode } from './element-tree.ts'
import type { PlanWriter } from './plan-writer.ts'

/** The element trees of all types in the scanner's memory. */
export interface TreeEncoder {
  /** Address of a node's description. All members must be known. */
  node(node: ElementNode): number
  /** Where a member's value stands in the record of its node. */
  slot(of: ElementNode, name: string): number
}

const SLOTS_BEGIN = 8
const MULTIPLIER = 0x9e3779b97f4a7c15n
const LONG = (1n << 64n) - 1n
const kinds = { leaf: 1, object: 2, mark: 3, refuse: 4 } as const
const encoder = new TextEncoder()

/** Makes an encoder; the layout is described in the kernel's `records.ts`. */
export function treeEncoder(writer: PlanWriter): TreeEncoder {
  const known = new Map<ElementNode, number>()

  function slot(of: ElementNode, name: string): number {
    const place = order(of).indexOf(name)
    return place < 0 ? 0 : SLOTS_BEGIN + place * 8
  }

  function node(element: ElementNode): number {
    const found = known.get(element)
    if (found !== undefined) return found
    const members = Array.from(element.members.values())
    let slots = 4
    while (slots < members.length * 3) slots *= 2
    const recordSize = (SLOTS_BEGIN + order(element).length * 8 + 15) & ~15
    const guards = Array.from(element.guards)
    const list = writer.words(guards.length, ...guards.flatMap((name) => [writer.text(name), name.length]))
    const letters = guards.reduce((mask, name) => mask | (1 << (name.charCodeAt(0) & 31)), 0)
    const address = writer.room(16 + slots * 32)
    known.set(element, address)
    for (const [i, value] of [recordSize, slots - 1, letters, list].entries()) writer.set(address + i * 4, value)
    const taken = new Set<number>()
    for (const member of members) {
      const { first, last, length, hash } = keyOf(member.name)
      let place = hash & (slots - 1)
      while (taken.has(place)) place = (place + 1) & (slots - 1)
      taken.add(place)
      const position = address + 16 + place * 32
      const words = [
        ...halves(first),
        ...halves(last),
        length,
        writer.text(member.name),
        what(member, slot(element, member.name)),
        member.node === undefined ? 0 : node(member.node)
      ]
      for (const [i, value] of words.entries()) writer.set(position + i * 4, value)
    }
    return address
  }

  return { node, slot }
}

/** Names of members by their slots. Every Reference has its text and its identifier in the first two. */
function order({ members }: ElementNode): readonly string[] {
  const names = Array.from(members.keys())
  if (!members.has('reference')) return names
  return ['reference', 'identifier', ...names.filter((name) => name !== 'reference' && name !== 'identifier')]
}

/** Slots of a Reference's text and identifier. */
export const referenceSlots = [SLOTS_BEGIN, SLOTS_BEGIN + 8] as const

function what(member: ElementMember, slot: number): number {
  const flags = (member.single ? 1 : 0) | (member.profile ? 2 : 0) | (member.boolean ? 4 : 0)
  return slot | (kinds[member.use] << 16) | (flags << 24)
}

/** The numbers by which the scanner finds a name: its first and last eight bytes, and their hash. */
function keyOf(name: string) {
  const bytes = encoder.encode(name)
  const long = (from: number, to: number) =>
    bytes.slice(from, to).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
  const first = long(0, 8)
  const last = bytes.length < 8 ? 0n : long(bytes.length - 8, bytes.length)
  const turned = ((last << 17n) | (last >> 47n)) & LONG
  const hash = Number((((first ^ turned) * MULTIPLIER) & LONG) >> 40n)
  return { first, last, length: bytes.length, hash }
}

function halves(value: bigint): readonly [number, number] {
  return [Number(value & 0xffffffffn), Number(value >> 32n)]
}
