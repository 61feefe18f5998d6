import { mix } from './random.ts'

const quads: string[] = []
for (let value = 0; value < 0x10000; value++) quads.push(value.toString(16).padStart(4, '0'))

/** The third and the fourth group, with their dashes. */
const versions = quads.slice(0x8000, 0x9000).map((quad) => `-${quad}-`)
const variants = quads.slice(0x8000, 0xc000).map((quad) => `${quad}-`)

const high = (word: number): string => quads[word >>> 16] ?? ''
const low = (word: number): string => quads[word & 0xffff] ?? ''

/**
 * Gives ids in the form of a UUID (RFC 9562, version 8: custom). The first word is a bijection of the owner and the last
 * one of the owner's counter, so two ids of one population are never equal.
 */
export class IdSource {
  private readonly seedBits: number
  private readonly owner: number
  /** The owner in hexadecimal, with the dash behind it. */
  private readonly prefix: string
  private counter: number

  /**
   * @param owner the index of a person, or a number above every index for reference data
   * @param first count before the first id; sources of one owner that begin far apart never meet
   */
  constructor(seed: number, owner: number, first = 0) {
    this.counter = first
    this.seedBits = mix(seed) ^ mix(Math.floor(seed / 0x1_0000_0000) + 0x51ed270b)
    this.owner = mix(owner ^ this.seedBits)
    this.prefix = `${high(this.owner)}${low(this.owner)}-`
  }

  next(): string {
    return this.at(this.skip())
  }

  /** Passes over the next id. @returns its place, for {@link at} */
  skip(): number {
    return ++this.counter
  }

  /** The id at a place. */
  at(counter: number): string {
    const last = mix(mix(counter) ^ this.owner)
    const second = mix(last + 0x632be5ab)
    const third = mix(second ^ this.seedBits)
    const version = versions[second & 0x0fff] ?? ''
    const variant = variants[(third >>> 16) & 0x3fff] ?? ''
    return `${this.prefix}${high(second)}${version}${variant}${low(third)}${high(last)}${low(last)}`
  }
}

/** The index that reference data use as their owner; above every person's index. */
export const referenceOwner = 0xffff_fff0
