import type { PlannedColumn } from '../../store/model/plan.ts'
import type { ElementMember, ElementNode } from './element-tree.ts'

/** A step of a path through what the scanner has read. */
export type Step =
  | { readonly kind: 'objects'; readonly member: ElementMember; readonly of: ElementNode }
  | { readonly kind: 'value'; readonly member: ElementMember; readonly of: ElementNode }
  | { readonly kind: 'first' }
  | { readonly kind: 'where'; readonly condition: Condition }

/**
 * A path from a context: 0 is the resource, 1 the element of the outer loop, 2 that of the inner loop, further ones are those of
 * nested selects without a loop.
 */
export interface ScanRoute {
  readonly context: number
  /** The first of several values counts; otherwise several are not for the scanner. */
  readonly first: boolean
  readonly steps: readonly Step[]
}

/** Routes in order of preference: the first that leads anywhere counts. */
export type Source = readonly ScanRoute[]

/** A condition on one element, with three values. */
export type Condition =
  | {
      readonly kind: 'equal' | 'unequal'
      readonly member: ElementMember
      readonly of: ElementNode
      readonly text: string
    }
  | { readonly kind: 'is'; readonly member: ElementMember; readonly of: ElementNode; readonly value: boolean }
  | { readonly kind: 'empty'; readonly member: ElementMember; readonly of: ElementNode }
  | { readonly kind: 'exists'; readonly steps: readonly Step[] }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }

/** Parts of a text, each a literal or a source. */
export type Template = readonly (string | Source)[]

/** How one column of a table gets its value. */
export type ScanCell =
  | { readonly kind: 'nothing' | 'own' }
  /** How many elements of a loop came before, plus a number; outside of loops the number. */
  | { readonly kind: 'index'; readonly loop: LoopLevel; readonly plus: number }
  | { readonly kind: 'text' | 'date' | 'dateTime' | 'number' | 'integer' | 'boolean'; readonly source: Source }
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'contained'; readonly template: Template; readonly type: string }
  | { readonly kind: 'reference'; readonly source: Source; readonly targets: readonly string[] }
  | { readonly kind: 'concept'; readonly parts: readonly (Source | undefined)[] }
  | { readonly kind: 'condition'; readonly context: number; readonly condition: Condition }

/** Which loop a select is in: none, the outer or the inner one. */
export type LoopLevel = 0 | 1 | 2

/** Goes through the elements that a path reaches, but for the first `skip`. */
export interface ScanLoop {
  readonly route: ScanRoute
  readonly skip: number
}

/** One view that the scanner runs. */
export interface ScanView {
  /** Index into the plan's tables, or -1. */
  readonly table: number
  /** Index into the plan's codings, or -1; such a view has one cell, a concept. */
  readonly coding: number
  /** The outer loop; undefined goes through the branches once. */
  readonly loop: ScanLoop | undefined
  /** Parts of a `unionAll`, which are made one after another for each element of the outer loop; others have one. */
  readonly branches: readonly ScanBranch[]
}

/** Rows of one part of a view. */
export interface ScanBranch {
  /** The inner loop, which makes a row for each element; undefined makes one row. */
  readonly loop: ScanLoop | undefined
  /** Contexts 3 and following. */
  readonly contexts: readonly Source[]
  readonly cells: readonly (readonly [column: PlannedColumn, cell: ScanCell])[]
}

/** All that the scanner does with resources of one type. */
export interface ScanType {
  readonly name: string
  readonly root: ElementNode
  readonly views: readonly ScanView[]
  /** Elements whose presence speaks for R4. */
  readonly votes: readonly ElementMember[]
  /** Identifiers are collected. */
  readonly identified: boolean
}
