import type { Sort } from '#engine/population/panels/results/shapes.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import type { RowPage } from './virtual-column.ts'

const PAGE_ROWS = 100
/** Rows beyond those in view that are asked for, too, when those are there. */
const AHEAD_ROWS = 60
/** Pages that are loaded at one time: what somebody scrolls past is not asked for. */
const MAX_AT_ONCE = 2
/** Pages this far from the newest one are let go. */
const KEPT_AROUND = 30

/** Asks for some rows of a list in an order; `offset` counts from 0. */
export type LoadRows<Row> = (offset: number, limit: number, sort: Sort | undefined) => Promise<RowPage<Row>>

interface Wanted<Row> {
  readonly first: number
  readonly end: number
  readonly sort: Sort | undefined
  readonly load: LoadRows<Row>
}

function pagesOf(first: number, end: number): readonly number[] {
  const from = Math.floor(first / PAGE_ROWS)
  const last = Math.floor(Math.max(first, end - 1) / PAGE_ROWS)
  return Array.from({ length: last - from + 1 }, (_, index) => from + index)
}

/** Rows of a long table, loaded page by page as they come into view. Old rows stay until the first new page is there. */
export class RowPages<Row> {
  #pages = $state.raw<Readonly<Record<number, readonly Row[]>>>({})
  #total = $state<number | undefined>()
  #error = $state.raw<WireError | undefined>()
  /** Which rows are wanted; results of another version are thrown away. */
  #version = ''
  /** Which rows `#pages` holds. */
  #shownVersion = ''
  /** What is in view now. */
  #wanted: Wanted<Row> | undefined
  /** Pages of the version that are under way. */
  #pending: number[] = []

  /** Rows in all; undefined before the first page. */
  get total(): number | undefined {
    return this.#total
  }

  get error(): WireError | undefined {
    return this.#error
  }

  row(index: number): Row | undefined {
    return this.#pages[Math.floor(index / PAGE_ROWS)]?.[index % PAGE_ROWS]
  }

  /** Asks for the rows from `first` to before `end` and some around them, those in view first. */
  want(version: string, first: number, end: number, sort: Sort | undefined, load: LoadRows<Row>): void {
    if (version !== this.#version) {
      this.#version = version
      this.#pending = []
      this.#error = undefined
    }
    this.#wanted = { first, end, sort, load }
    this.#next()
  }

  /** Nothing more is asked for, and what is under way is dropped: the table is gone. */
  stop(): void {
    this.#version = ''
    this.#wanted = undefined
  }

  /** Loads what is in view and not there, as far as not too much is under way. */
  #next(): void {
    if (this.#wanted === undefined || this.#error !== undefined) return
    const { first, end, sort, load } = this.#wanted
    const known = this.#shownVersion === this.#version ? (this.#total ?? 0) : 0
    const inView = pagesOf(first, end)
    const ahead = pagesOf(Math.max(0, first - AHEAD_ROWS), Math.max(end, Math.min(known, end + AHEAD_ROWS)))
    for (const page of [...inView, ...ahead]) {
      if (this.#pending.length >= MAX_AT_ONCE) return
      void this.#load(this.#version, page, sort, load)
    }
  }

  /** Rows from `first` to before `end`, for copies; loads what is not there. */
  async collect(first: number, end: number, sort: Sort | undefined, load: LoadRows<Row>): Promise<readonly Row[]> {
    const rows: Row[] = []
    for (let index = first; index < end; index++) {
      const row = this.row(index)
      if (row === undefined) return (await load(first, end - first, sort)).rows
      rows.push(row)
    }
    return rows
  }

  async #load(version: string, page: number, sort: Sort | undefined, load: LoadRows<Row>): Promise<void> {
    const isThere = this.#shownVersion === version && this.#pages[page] !== undefined
    if (isThere || this.#pending.includes(page)) return
    const pending = this.#pending
    pending.push(page)
    try {
      const result = await load(page * PAGE_ROWS, PAGE_ROWS, sort)
      if (version !== this.#version) return
      const near = Object.entries(this.#shownVersion === version ? this.#pages : {}).filter(
        ([each]) => Math.abs(Number(each) - page) <= KEPT_AROUND
      )
      this.#shownVersion = version
      this.#pages = { ...Object.fromEntries(near), [page]: result.rows }
      this.#total = result.total
      this.#error = undefined
    } catch (error) {
      if (version === this.#version) this.#error = toWireError(error)
    } finally {
      pending.splice(pending.indexOf(page), 1)
    }
    this.#next()
  }
}
