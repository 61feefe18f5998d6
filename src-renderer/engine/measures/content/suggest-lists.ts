import { kindsOfList } from '../../population/codes/list-kinds.ts'
import type { RecordKind } from '../../population/codes/code-use.ts'

/** A list with the texts that say what it is about. */
export interface DescribedList {
  readonly id: string
  readonly title: string
  readonly systems: readonly string[]
  /** Displays of its codes. */
  readonly displays: readonly string[]
}

/** Words that say how something is given, done or reported, and not what it is. */
const common: ReadonlySet<string> = new Set(
  `
  oral tablet tablets capsule capsules extended release delayed hour hours injection injectable solution
  suspension product pack prefilled syringe cartridge vial with without other unspecified and for the due from
  type each both disorder disease history screening test tests procedure procedures measurement method finding
  level service person patient years year visit office serum plasma blood mass volume ratio moles acid
  hydrochloride sodium calcium potassium sulfate succinate tartrate maleate besylate mesylate coated film chewable
  disintegrating topical cream panel panels basic comprehensive complete diagnostic imaging consultation encounter
  encounters follow care evaluation management examination assessment observation report therapy initial subsequent
  status positive negative problem
`
    .trim()
    .split(/\s+/)
)
/** Shortest word that names something. */
const minLength = 4
/** Least score: words that many lists share say nothing about one. */
const minScore = 0.12
/** Least share of the words of a display that a list has to have. */
const minCovered = 0.5
/** Least share of the texts of a list that a word has to be in, to say something about the list. */
const minTexts = 0.005
/** Shortest beginning that stands for a word: mammography, mammogram. */
const stemLength = 7

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? []
  return new Set(
    words.filter((word) => word.length >= minLength && !common.has(word)).map((word) => word.slice(0, stemLength))
  )
}

/** Finds lists that a code may belong to, by the words of its display. */
export class ListSuggestions {
  readonly #lists: readonly { readonly list: DescribedList; readonly kinds: readonly RecordKind[] }[]
  /** By word: the lists that have it, with how many of their texts do. */
  readonly #byWord = new Map<string, Map<DescribedList, number>>()

  constructor(lists: readonly DescribedList[]) {
    this.#lists = lists.map((list) => ({ list, kinds: kindsOfList(list.systems) }))
    for (const list of lists) {
      for (const text of [list.title, ...list.displays]) {
        for (const word of wordsOf(text)) {
          const known = this.#byWord.get(word) ?? new Map<DescribedList, number>()
          this.#byWord.set(word, known.set(list, (known.get(list) ?? 0) + 1))
        }
      }
    }
  }

  /**
   * Ids of the lists of a kind of record whose texts share most with a display, the best first: words that few lists have
   * count more. A list has to have half of the words, each in its title or in more than a few of its texts.
   */
  of(display: string, kind: RecordKind, max = 3): readonly string[] {
    const words = wordsOf(display)
    const scores = new Map<DescribedList, number>()
    const found = new Map<DescribedList, number>()
    for (const word of words) {
      const lists = this.#byWord.get(word)
      if (lists === undefined) continue
      const weight = 1 / lists.size
      for (const [list, texts] of lists) {
        if (texts < minTexts * list.displays.length && !wordsOf(list.title).has(word)) continue
        scores.set(list, (scores.get(list) ?? 0) + weight)
        found.set(list, (found.get(list) ?? 0) + 1)
      }
    }
    const fitting = new Set(this.#lists.filter(({ kinds }) => kinds.includes(kind)).map(({ list }) => list))
    return [...scores]
      .filter(
        ([list, score]) => fitting.has(list) && score >= minScore && (found.get(list) ?? 0) >= minCovered * words.size
      )
      .sort(([a, scoreOfA], [b, scoreOfB]) => scoreOfB - scoreOfA || (a.title < b.title ? -1 : 1))
      .slice(0, max)
      .map(([{ id }]) => id)
  }
}
