import type { Sort } from '#engine/panels/shapes.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import type { RowPage } from './virtual-column.ts'

const PAGE_ROWS = 100
const SETTLE_MS = 40
/** Pages this far from the newest one are let go. */
const KEPT_AROUND = 30

export type LoadRows<Row> = (offset: number, limit: number, sort: Sort | undefined) => Promise<RowPage<Row>>

/** Rows of a long table, loaded page by page as they come into view. Old rows stay until the first new page is there. */
export class RowPages<Row> {
  #pages = $state.raw<Readonly<Record<number, readonly Row[]>>>({})
  #total = $state<number | undefined>()
  #error = $state.raw<WireError | undefined>()
  /** Which rows are wanted; results of another version are thrown away. */
  #version = ''
  /** Which rows `#pages` holds. */
  #shownVersion = ''
  #pending: number[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

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

  /** Asks for the rows from `first` to before `end` once scrolling rests. */
  want(version: string, first: number, end: number, sort: Sort | undefined, load: LoadRows<Row>): void {
    const changed = version !== this.#version
    if (changed) {
      this.#version = version
      this.#pending = []
      this.#error = undefined
    }
    clearTimeout(this.#timer)
    const ask = (): void => {
      const last = Math.floor(Math.max(first, end - 1) / PAGE_ROWS)
      for (let page = Math.floor(first / PAGE_ROWS); page <= last; page++) void this.#load(version, page, sort, load)
    }
    if (changed) ask()
    else this.#timer = setTimeout(ask, SETTLE_MS)
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
  }
}
