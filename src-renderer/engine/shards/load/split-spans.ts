import type { FileSpans } from '../../store/model/chunk.ts'

/** The file of each finding. */
export function filesOfFindings({ file, findings }: FileSpans, count: number): Int32Array {
  const files = new Int32Array(count)
  let first = 0
  file.forEach((spanFile, span) => {
    files.fill(spanFile, first, first + findings[span]!)
    first += findings[span]!
  })
  return files
}

/** How many resources and findings each lane has of each part of a file. */
export class LaneSpans {
  readonly #all: readonly FileSpans[]
  readonly #resources: readonly Int32Array[]
  readonly #findings: readonly Int32Array[]
  readonly #lanes: number

  /** @param all spans of each chunk @param resources lane of each resource of each chunk @param findings the same of the findings */
  constructor(
    all: readonly FileSpans[],
    resources: readonly Int32Array[],
    findings: readonly Int32Array[],
    lanes: number
  ) {
    this.#all = all
    this.#lanes = lanes
    this.#resources = all.map((spans, chunk) => countBySpan(spans.resources, resources[chunk]!, lanes))
    this.#findings = all.map((spans, chunk) => countBySpan(spans.findings, findings[chunk]!, lanes))
  }

  /** The parts of files of which a lane has any, chunk after chunk. */
  take(lane: number): FileSpans {
    const [file, offset, resources, findings]: [number[], number[], number[], number[]] = [[], [], [], []]
    this.#all.forEach((spans, chunk) => {
      for (let span = 0; span < spans.file.length; span++) {
        const place = span * this.#lanes + lane
        const counts = [this.#resources[chunk]![place]!, this.#findings[chunk]![place]!] as const
        if (counts[0] + counts[1] === 0) continue
        file.push(spans.file[span]!)
        offset.push(spans.offset[span]!)
        resources.push(counts[0])
        findings.push(counts[1])
      }
    })
    return {
      file: Int32Array.from(file),
      offset: Float64Array.from(offset),
      resources: Int32Array.from(resources),
      findings: Int32Array.from(findings)
    }
  }
}

/** How many rows of each lane there are in each span, span after span. @param sizes rows of each span */
function countBySpan(sizes: Int32Array, laneOf: Int32Array, lanes: number): Int32Array {
  const counts = new Int32Array(sizes.length * lanes)
  let row = 0
  for (let span = 0; span < sizes.length; span++)
    for (const end = row + sizes[span]!; row < end; row++) counts[span * lanes + laneOf[row]!]!++
  return counts
}
