/** A text and where its caret stands. */
export interface CodeState {
  readonly text: string
  readonly caret: number
}

const MAX_STATES = 200

/**
 * What a text was before, for undoing. The page's own undo forgets everything when a script writes into a field, as
 * suggestions do. Letters typed one after another are undone together, up to the next space.
 */
export class CodeHistory {
  #before: CodeState[] = []
  #after: CodeState[] = []
  #present: CodeState
  #typing = false

  constructor(text: string) {
    this.#present = { text, caret: 0 }
  }

  /** Notes the text after a change. A text from elsewhere, such as an opened file, is noted the same way. */
  note(text: string, caret: number): void {
    const { text: old } = this.#present
    if (text === old) {
      this.#present = { text, caret }
      return
    }
    const letter = text.length === old.length + 1 && /\S/.test(text.charAt(caret - 1))
    if (!letter || !this.#typing) this.#before = [...this.#before.slice(1 - MAX_STATES), this.#present]
    this.#typing = letter
    this.#after = []
    this.#present = { text, caret }
  }

  /** @returns undefined when there is nothing before */
  undo(): CodeState | undefined {
    const state = this.#before.pop()
    if (state === undefined) return undefined
    this.#after.push(this.#present)
    return this.#show(state)
  }

  /** @returns undefined when nothing was undone */
  redo(): CodeState | undefined {
    const state = this.#after.pop()
    if (state === undefined) return undefined
    this.#before.push(this.#present)
    return this.#show(state)
  }

  #show(state: CodeState): CodeState {
    this.#typing = false
    this.#present = state
    return state
  }
}
