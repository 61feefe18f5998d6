import { activeLocale } from '#shared/messages/locale.ts'
import { stateBoardsMessages as m } from '#messages/state/boards.ts'
import { newBoard, type Board, type BoardItem, type FigureItem } from '#engine/boards/board.ts'
import { freePlace } from '#engine/boards/board-layout.ts'
import type { BoardTemplate } from '#engine/boards/board-templates.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import { figureKey } from '#engine/boards/figure-source.ts'
import { parseBoard } from '#engine/boards/read-board.ts'
import { toWireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { completeParts, saveInParts, type DraftPart } from '../drafts/draft-parts.ts'
import type { Drafts } from '../drafts/drafts.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

const FORMAT = 1
const prefix = 'board-'

/** A figure that can be pinned, with the title that it has on its screen. */
export interface PinnableFigure {
  readonly source: FigureSource
  readonly title: string
  /** Kept as the title of the item, where the figure's own says less. */
  readonly named?: boolean
}

/** Dependencies of {@link BoardsState}. */
export interface BoardsDependencies {
  readonly transport: Pick<Transport, 'call' | 'subscribe'>
  readonly drafts: Drafts
  readonly toasts: Toasts
}

/** Boards of the user, sealed on disk next to the drafts, and what is about to be pinned. */
export class BoardsState {
  readonly #dependencies: BoardsDependencies
  #own = $state.raw<readonly Board[]>([])
  #presets = $state.raw<readonly Board[]>([])
  readonly #list = $derived(
    [...this.#presets, ...this.#own].toSorted((left, right) => left.title.localeCompare(right.title, activeLocale))
  )
  #offered = $state.raw<readonly PinnableFigure[]>([])
  #shown = $state.raw<readonly PinnableFigure[]>([])
  #last: string | undefined

  constructor(dependencies: BoardsDependencies) {
    this.#dependencies = dependencies
    dependencies.drafts.onLoaded(() => this.#read())
    this.#read()
    dependencies.transport.subscribe('policies.changed', () => void this.#readPresets())
    void this.#readPresets()
  }

  /** In order of title. */
  get list(): readonly Board[] {
    return this.#list
  }

  /** What the dialog for pinning offers; empty while it is closed. */
  get offered(): readonly PinnableFigure[] {
    return this.#offered
  }

  /** The figures on the screen that can be pinned. */
  get shown(): readonly PinnableFigure[] {
    return this.#shown
  }

  /** Id of the board on which something was pinned last. */
  get last(): string | undefined {
    return this.#own.find(({ id }) => id === this.#last)?.id
  }

  /** Those that can be changed. */
  get own(): readonly Board[] {
    return this.#own
  }

  /** Whether the organization presets a board: it can be copied, and not changed. */
  isPreset(id: string): boolean {
    return this.#presets.some((board) => board.id === id)
  }

  find(id: string): Board | undefined {
    return this.#list.find((board) => board.id === id)
  }

  /** A figure is on the screen. @returns a function for when it leaves */
  show(figure: PinnableFigure): () => void {
    queueMicrotask(() => (this.#shown = [...this.#shown, figure]))
    return () => queueMicrotask(() => (this.#shown = this.#shown.filter((each) => each !== figure)))
  }

  /** Asks on which board a figure, or which of several, is to be pinned. */
  offer(...figures: readonly PinnableFigure[]): void {
    this.#offered = figures
  }

  /** Asks which figure of the screen is to be pinned, and where. */
  offerShown(): void {
    const known = new Map(this.#shown.map((figure) => [figureKey(figure.source), figure]))
    this.#offered = [...known.values()]
  }

  closeOffer(): void {
    this.#offered = []
  }

  /** Adds an empty board. */
  create(title: string): Board {
    const board = newBoard(newId(), title)
    this.save(board)
    return board
  }

  /** Adds a board with the figures of a template, under its title, with a number behind it where that is taken. */
  begin({ title, description, figures }: BoardTemplate): Board {
    const taken = new Set(this.list.map((board) => board.title))
    let [free, number] = [title, 1]
    while (taken.has(free)) free = m.titleNumber(title, String(++number))
    const items = figures.map((figure): FigureItem => ({ ...figure, kind: 'figure', id: newId(), show: 'chart' }))
    const board: Board = { ...newBoard(newId(), free), description, items }
    this.save(board)
    return board
  }

  /** Saves a board, or what became of it. */
  save(board: Board): void {
    saveInParts(this.#dependencies.drafts, `${prefix}${board.id}-`, FORMAT, board.id, JSON.stringify(board))
    this.#own = [...this.#own.filter(({ id }) => id !== board.id), board]
  }

  remove(id: string): void {
    const { drafts } = this.#dependencies
    for (const name of drafts.names(`${prefix}${id}-`)) drafts.remove(name)
    this.#own = this.#own.filter((board) => board.id !== id)
  }

  /** Pins a figure at the first free place. */
  pin(board: Board, { source, title, named = false }: PinnableFigure): Board {
    const small = source.figure.startsWith('key:')
    const item: FigureItem = {
      kind: 'figure',
      id: newId(),
      place: freePlace(board.items, small ? 3 : isList(source) ? 12 : 6, small ? 2 : 5),
      source: JSON.parse(JSON.stringify(source)) as FigureSource,
      show: 'chart',
      ...(named ? { title: title.slice(0, 200) } : { label: title.slice(0, 200) })
    }
    this.#last = board.id
    const next = { ...board, items: [...board.items, item] }
    this.save(next)
    return next
  }

  /** Adds a text at the first free place. */
  addText(board: Board, text: string): void {
    const place = freePlace(board.items, 12, 2)
    this.save({ ...board, items: [...board.items, { kind: 'text', id: newId(), place, text }] })
  }

  /** Changes one item. */
  change(board: Board, item: BoardItem): void {
    this.save({ ...board, items: board.items.map((each) => (each.id === item.id ? item : each)) })
  }

  /** Adds a board of a file, under an id of its own. */
  add(read: Board): Board {
    const board = { ...read, id: newId() }
    this.save(board)
    return board
  }

  /** Adds a copy under another title. */
  duplicate(board: Board): Board {
    const copy = { ...board, id: newId(), title: m.titleCopy(board.title) }
    this.save(copy)
    return copy
  }

  #read(): void {
    const { drafts, toasts } = this.#dependencies
    const parts = drafts.names(prefix).flatMap((name) => drafts.readValue<DraftPart>(name, FORMAT) ?? [])
    const boards = completeParts(parts).flatMap((boardParts): Board[] => {
      try {
        return [parseBoard(boardParts.map(({ text }) => text).join(''))]
      } catch (error) {
        toasts.show(m.aSavedBoardCannotBeUsed(toWireError(error).message), { kind: 'failed' })
        return []
      }
    })
    this.#own = boards
  }

  async #readPresets(): Promise<void> {
    const { transport, toasts } = this.#dependencies
    try {
      const presets = await transport.call('boards.presets', undefined)
      this.#presets = presets.map(({ text }) => parseBoard(text))
    } catch (error) {
      toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }
}

/** Lists of people have more columns than half a board has room for. */
function isList(source: FigureSource): boolean {
  return source.of === 'worklist' && source.figure === 'list'
}

function newId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 12)
}
