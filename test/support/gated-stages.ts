/** A stream of saved columns that stops after each of their stages. */
export interface GatedStages {
  readonly stream: ReadableStream<Uint8Array>
  /** Lets the next stage through, the last with everything that follows it. */
  readonly letOn: () => void
}

/** @param parts what `writeCache` writes */
export function gatedStages(parts: Iterable<Uint8Array>): GatedStages {
  const all = Array.from(parts)
  const stages: Uint8Array[][] = [[]]
  for (const bytes of all) {
    stages.at(-1)!.push(bytes)
    if (isStageEnd(bytes)) stages.push([])
  }
  // What follows the last stage belongs to it.
  const rest = stages.pop() ?? []
  stages.at(-1)!.push(...rest)
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  const stream = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) })
  return {
    stream,
    letOn() {
      for (const bytes of stages.shift() ?? []) controller!.enqueue(bytes)
      if (stages.length === 0) controller!.close()
    }
  }
}

function isStageEnd(bytes: Uint8Array): boolean {
  return bytes.length < 100 && new TextDecoder().decode(bytes).includes('"stage-end"')
}
