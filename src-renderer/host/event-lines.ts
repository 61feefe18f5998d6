/** One event of the host: its number, its name and its value. */
export type EventLine = readonly [number: number, name: string, value: unknown]

/**
 * Reads events, one line of JSON each; empty lines are signs of life.
 * @param heard called for every event
 * @param alive called whenever anything came
 */
export async function readEventLines(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  heard: (line: EventLine) => void,
  alive: () => void
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    alive()
    const lines = (rest + next.value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') heard(JSON.parse(line) as EventLine)
  }
}
